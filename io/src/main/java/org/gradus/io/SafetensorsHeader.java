package org.gradus.io;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;
import org.jspecify.annotations.Nullable;

/** The JSON header of a safetensors file: for each tensor its type, shape and place among the data. */
record SafetensorsHeader(Map<String, Entry> entries, Map<String, String> metadata) {
    /** One tensor: bytes {@code begin} to {@code end} of the data hold it. */
    record Entry(ElementType type, Shape shape, long begin, long end) {}

    static final String METADATA = "__metadata__";
    private static final int MAX_RANK = 64;
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(4)
                    .maxNumberLength(20)
                    .build())
            .build();

    static byte[] format(Map<String, Tensor> tensors, Map<String, String> metadata) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeObjectFieldStart(METADATA);
            for (Map.Entry<String, String> entry : metadata.entrySet()) {
                json.writeStringField(entry.getKey(), entry.getValue());
            }
            json.writeEndObject();
            long offset = 0;
            for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
                Tensor tensor = entry.getValue();
                long end = offset + 4L * tensor.size();
                json.writeObjectFieldStart(entry.getKey());
                json.writeStringField("dtype", ElementType.F32.name());
                json.writeFieldName("shape");
                json.writeArray(tensor.shape().dims(), 0, tensor.rank());
                json.writeFieldName("data_offsets");
                json.writeArray(new long[] {offset, end}, 0, 2);
                json.writeEndObject();
                offset = end;
            }
            json.writeEndObject();
        }
        while (out.size() % 8 != 0) {
            out.write(' ');
        }
        return out.toByteArray();
    }

    static SafetensorsHeader parse(byte[] bytes, String file) throws IOException {
        // otherwise the parser would guess at other encodings
        if (bytes[0] != '{' || bytes[1] == 0) {
            throw new IOException(String.format(
                    "%s: offset 8: the header begins with the bytes %02x %02x; expected 7b, the '{' of a JSON object in UTF-8",
                    file, bytes[0], bytes[1]));
        }
        Map<String, Entry> entries = new LinkedHashMap<>();
        Map<String, String> metadata = new LinkedHashMap<>();
        try (JsonParser json = JSON.createParser(bytes)) {
            expect(json, json.nextToken(), JsonToken.START_OBJECT, file);
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                expect(json, json.nextToken(), JsonToken.START_OBJECT, file);
                if (name.equals(METADATA)) {
                    readMetadata(json, metadata, file);
                } else {
                    entries.put(name, readEntry(json, name, file));
                }
            }
            expect(json, json.currentToken(), JsonToken.END_OBJECT, file);
            if (json.nextToken() != null) {
                throw corrupt(file, json, "text after the end of the header");
            }
        } catch (JsonProcessingException e) {
            JsonLocation location = e.getLocation(); // null where a limit of the parser is exceeded
            String place = location == null ? "" : " at offset " + (8 + location.getByteOffset());
            throw new IOException(file + ": the header is no valid JSON" + place + ": " + e.getOriginalMessage(), e);
        }
        return new SafetensorsHeader(entries, metadata);
    }

    private static void readMetadata(JsonParser json, Map<String, String> metadata, String file) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String key = json.currentName();
            expect(json, json.nextToken(), JsonToken.VALUE_STRING, file);
            metadata.put(key, json.getText());
        }
        expect(json, json.currentToken(), JsonToken.END_OBJECT, file);
    }

    private static Entry readEntry(JsonParser json, String name, String file) throws IOException {
        ElementType type = null;
        long[] dims = null;
        long[] offsets = null;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String key = json.currentName();
            JsonToken value = json.nextToken();
            switch (key) {
                case "dtype" -> {
                    expect(json, value, JsonToken.VALUE_STRING, file);
                    type = type(json, name, file);
                }
                case "shape" -> dims = readLongs(json, value, file);
                case "data_offsets" -> offsets = readLongs(json, value, file);
                default -> throw corrupt(file, json, "tensor '" + name + "' has an unknown field '" + key + "'");
            }
        }
        expect(json, json.currentToken(), JsonToken.END_OBJECT, file);
        if (type == null || dims == null || offsets == null || offsets.length != 2) {
            throw corrupt(file, json, "tensor '" + name + "' needs dtype, shape and two data_offsets");
        }
        return new Entry(type, shape(dims, name, file, json), offsets[0], offsets[1]);
    }

    private static ElementType type(JsonParser json, String name, String file) throws IOException {
        for (ElementType type : ElementType.values()) {
            if (type.name().equals(json.getText())) {
                return type;
            }
        }
        throw corrupt(
                file,
                json,
                "tensor '" + name + "' has dtype " + json.getText() + "; F32, F64, F16 and BF16 can be read");
    }

    private static Shape shape(long[] dims, String name, String file, JsonParser json) throws IOException {
        int[] ints = new int[dims.length];
        for (int i = 0; i < dims.length; i++) {
            if (dims[i] < 0 || dims[i] > Integer.MAX_VALUE) {
                throw corrupt(
                        file, json, "tensor '" + name + "' has extent " + dims[i] + "; it must be 0 to 2147483647");
            }
            ints[i] = (int) dims[i];
        }
        try {
            return Shape.of(ints);
        } catch (IllegalArgumentException e) {
            throw corrupt(file, json, "tensor '" + name + "': " + e.getMessage());
        }
    }

    private static long[] readLongs(JsonParser json, JsonToken value, String file) throws IOException {
        expect(json, value, JsonToken.START_ARRAY, file);
        long[] values = new long[MAX_RANK];
        int n = 0;
        while (json.nextToken() != JsonToken.END_ARRAY) {
            expect(json, json.currentToken(), JsonToken.VALUE_NUMBER_INT, file);
            if (n == MAX_RANK) {
                throw corrupt(file, json, "an array of more than " + MAX_RANK + " numbers");
            }
            values[n++] = json.getLongValue();
        }
        return Arrays.copyOf(values, n);
    }

    private static void expect(JsonParser json, @Nullable JsonToken actual, JsonToken wanted, String file)
            throws IOException {
        if (actual != wanted) {
            throw corrupt(file, json, "expected " + wanted + ", found " + (actual == null ? "the end" : actual));
        }
    }

    private static IOException corrupt(String file, JsonParser json, String what) {
        return new IOException(
                file + ": header, offset " + (8 + json.currentLocation().getByteOffset()) + ": " + what);
    }
}
