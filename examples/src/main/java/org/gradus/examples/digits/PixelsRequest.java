package org.gradus.examples.digits;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;

/** Reads {@code {"pixels": [...]}}, trusting nothing. */
final class PixelsRequest {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final int BYTES_PER_PIXEL = 32;
    private static final int BAD = 400;
    private static final int TOO_LARGE = 413;

    private PixelsRequest() {}

    static float[] read(InputStream body, int pixels) throws IOException, BadRequest {
        int limit = 256 + BYTES_PER_PIXEL * pixels;
        byte[] bytes = body.readNBytes(limit + 1);
        if (bytes.length > limit) {
            throw new BadRequest(TOO_LARGE, "the request has more than " + limit + " bytes");
        }
        try (JsonParser json = JSON.createParser(bytes)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new BadRequest(BAD, "expected {\"pixels\": [" + pixels + " numbers]}");
            }
            float[] values = null;
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                if (!json.currentName().equals("pixels")) {
                    throw new BadRequest(BAD, "unknown field '" + json.currentName() + "'; expected pixels");
                }
                values = pixels(json, pixels);
            }
            if (values == null) {
                throw new BadRequest(BAD, "the field 'pixels' is missing");
            }
            if (json.nextToken() != null) {
                throw new BadRequest(BAD, "there is text after the request's end");
            }
            return values;
        } catch (CharConversionException e) {
            throw new BadRequest(BAD, "the request is no UTF-8 text: " + e.getMessage());
        } catch (JsonProcessingException e) {
            throw new BadRequest(BAD, "the request is no valid JSON: " + e.getOriginalMessage());
        }
    }

    private static float[] pixels(JsonParser json, int pixels) throws IOException, BadRequest {
        if (json.nextToken() != JsonToken.START_ARRAY) {
            throw new BadRequest(BAD, "'pixels' must be an array of " + pixels + " numbers");
        }
        float[] values = new float[pixels];
        int n = 0;
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() == null || !json.currentToken().isNumeric()) {
                throw new BadRequest(BAD, "pixel " + n + " is no number");
            }
            float value = (float) json.getDoubleValue();
            if (!Float.isFinite(value)) {
                throw new BadRequest(BAD, "pixel " + n + " is " + json.getText() + ", beyond the range of a float");
            }
            if (n < pixels) {
                values[n] = value;
            }
            n++;
        }
        if (n != pixels) {
            throw new BadRequest(BAD, n + " pixels; expected " + pixels);
        }
        return values;
    }
}
