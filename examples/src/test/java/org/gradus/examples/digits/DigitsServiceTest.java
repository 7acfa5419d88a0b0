package org.gradus.examples.digits;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.gradus.core.Tensor;
import org.gradus.data.Dataset;
import org.gradus.data.Standardizer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DigitsServiceTest {
    private static final int CLIENTS = 50;
    private static final int REQUESTS = 20;

    private final HttpClient client = HttpClient.newHttpClient();
    private DigitsClassifier classifier;
    private Dataset digits;
    private DigitsService service;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        digits = DigitsData.digits();
        classifier = DigitsClassifier.create(Standardizer.global(digits.features()), 8, 8, 10);
        classifier.network().initialize(5);
        Path model = folder.resolve("model.safetensors");
        classifier.save(model);
        service = new DigitsService(model, 0);
    }

    @AfterAll
    void stop() {
        service.close();
    }

    @Test
    void fiftyClientsAtOnceGetTheAnswersOfTheModel() throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        CountDownLatch ready = new CountDownLatch(CLIENTS);
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (int c = 0; c < CLIENTS; c++) {
            int first = c * REQUESTS;
            all.add(CompletableFuture.runAsync(
                    () -> {
                        ready.countDown();
                        try {
                            ready.await();
                            for (int row = first; row < first + REQUESTS; row++) {
                                checkRow(row);
                            }
                        } catch (Exception e) {
                            throw new IllegalStateException(e);
                        }
                    },
                    clients));
        }
        CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get(120, TimeUnit.SECONDS);
        clients.shutdown();
    }

    private void checkRow(int row) throws Exception {
        Dataset one = digits.rows(row);
        Tensor expected = classifier.probabilities(one.features());
        HttpResponse<String> answer = post(pixels(one.features().toArray()));
        String probabilities =
                Arrays.stream(boxed(expected.toArray())).map(String::valueOf).collect(Collectors.joining(","));
        assertThat(answer.body())
                .as("row %d", row)
                .isEqualTo(
                        "{\"digit\":" + expected.argMax(1).data()[0] + ",\"probabilities\":[" + probabilities + "]}");
        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | 400 | expected {\\\"pixels\\\": [64 numbers]}",
                "{ | 400 | no valid JSON",
                "[1,2] | 400 | expected {\\\"pixels\\\": [64 numbers]}",
                "{} | 400 | the field 'pixels' is missing",
                "{\"pixels\":3} | 400 | 'pixels' must be an array of 64 numbers",
                "{\"pixels\":[1,2]} | 400 | 2 pixels; expected 64",
                "{\"pixels\":[1,\"x\"]} | 400 | pixel 1 is no number",
                "{\"pixels\":[1,NaN]} | 400 | no valid JSON",
                "{\"pixels\":[1,1e999]} | 400 | beyond the range of a float",
                "{\"pixels\":[1 | 400 | ",
                "{\"other\":[1]} | 400 | unknown field 'other'",
            })
    void badInputGetsAClearAnswer(String body, int status, String reason) throws Exception {
        HttpResponse<String> answer = post(body);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).startsWith("{\"error\":\"").contains(reason == null ? "" : reason);
    }

    /** Repeated, because an answer that is sent before the request is read may or may not arrive. */
    @RepeatedTest(10)
    void tooManyPixelsAndTooManyBytesAreRefused() throws Exception {
        float[] many = new float[65];
        assertThat(post(pixels(many)).body()).contains("65 pixels; expected 64");
        HttpResponse<String> large = post("{\"pixels\":[" + "0,".repeat(100_000) + "0]}");
        assertThat(large.statusCode()).isEqualTo(413);
    }

    @Test
    void bytesThatAreNoTextAreBadInput() throws Exception {
        byte[] odd = {0, 0, (byte) 0xff, (byte) 0xfe, 0, 0, 0, 1};
        HttpRequest request = HttpRequest.newBuilder(uri("/predict"))
                .POST(HttpRequest.BodyPublishers.ofByteArray(odd))
                .build();
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("the request is no UTF-8 text");
    }

    @Test
    void otherPathsAndMethodsAreRefused() throws Exception {
        HttpResponse<String> nowhere =
                client.send(HttpRequest.newBuilder(uri("/nowhere")).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(nowhere.statusCode()).isEqualTo(404);
        HttpResponse<String> get =
                client.send(HttpRequest.newBuilder(uri("/predict")).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(get.statusCode()).isEqualTo(405);
        assertThat(get.headers().firstValue("Allow")).contains("POST");
        HttpResponse<String> health =
                client.send(HttpRequest.newBuilder(uri("/health")).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(health.body()).isEqualTo("{\"status\":\"ok\"}");
    }

    private HttpResponse<String> post(String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri("/predict"))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://localhost:" + service.port() + path);
    }

    private static String pixels(float[] values) {
        return Arrays.stream(boxed(values))
                .map(String::valueOf)
                .collect(Collectors.joining(",", "{\"pixels\":[", "]}"));
    }

    private static Float[] boxed(float[] values) {
        Float[] boxed = new Float[values.length];
        for (int i = 0; i < values.length; i++) {
            boxed[i] = values[i];
        }
        return boxed;
    }
}
