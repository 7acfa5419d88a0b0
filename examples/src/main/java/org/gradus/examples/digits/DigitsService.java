package org.gradus.examples.digits;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;

/**
 * Answers digit predictions over HTTP.
 *
 * <p>{@code POST /predict} with {@code {"pixels": [64 numbers]}} gives {@code {"digit": 3, "probabilities": [...]}};
 * {@code GET /health} gives {@code {"status": "ok"}}. What is wrong with a request is said with a status from 400 to 499.
 */
public final class DigitsService implements AutoCloseable {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int OK = 200;
    private static final int DRAINED = 1 << 20;

    private final DigitsClassifier classifier;
    private final HttpServer server;
    private final ExecutorService executor = Executors.newFixedThreadPool(16);

    /**
     * Starts the service on this machine's loopback address.
     *
     * @param model what the digits program saved
     * @param port where to listen; 0 for any free port
     * @throws IOException when the model cannot be read or the port is taken
     */
    public DigitsService(Path model, int port) throws IOException {
        classifier = DigitsClassifier.load(model);
        classifier.probabilities(Tensor.zeros(1, 1, classifier.height(), classifier.width()));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/", this::handle);
        server.setExecutor(executor);
        server.start();
    }

    /**
     * Runs the service until the process ends.
     *
     * @param args the model file and the port, both optional
     * @throws IOException when the model cannot be read or the port is taken
     */
    @SuppressWarnings("resource") // runs until the process is stopped
    public static void main(String[] args) throws IOException {
        Path model = Path.of(args.length > 0 ? args[0] : "models/digits.safetensors");
        int port = args.length > 1 ? Integer.parseInt(args[1]) : 8080;
        DigitsService service = new DigitsService(model, port);
        System.out.printf("Listening on port %d; stop with Ctrl-C%n", service.port());
    }

    /**
     * Where the service listens.
     *
     * @return the port
     */
    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdown();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Reply reply;
            try {
                reply = reply(exchange);
            } catch (BadRequest e) {
                drain(exchange.getRequestBody());
                reply = Reply.error(e.status(), e.reason());
            }
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(reply.status, reply.body.length);
            exchange.getResponseBody().write(reply.body);
        }
    }

    /** Reads on, within bounds: a connection that is closed with bytes unread is reset, and the answer may be lost. */
    private static void drain(InputStream body) throws IOException {
        byte[] chunk = new byte[1 << 13];
        int left = DRAINED;
        int n = 0;
        while (left > 0 && n >= 0) {
            n = body.read(chunk);
            left -= n;
        }
    }

    private Reply reply(HttpExchange exchange) throws IOException, BadRequest {
        String path = exchange.getRequestURI().getPath();
        switch (path) {
            case "/health" -> {
                require(exchange, "GET");
                return new Reply(OK, json(json -> json.writeStringField("status", "ok")));
            }
            case "/predict" -> {
                require(exchange, "POST");
                int pixels = classifier.height() * classifier.width();
                return predict(PixelsRequest.read(exchange.getRequestBody(), pixels));
            }
            default -> throw new BadRequest(404, "there is no " + path + "; use POST /predict or GET /health");
        }
    }

    private static void require(HttpExchange exchange, String method) throws BadRequest {
        if (!exchange.getRequestMethod().equals(method)) {
            exchange.getResponseHeaders().set("Allow", method);
            throw new BadRequest(405, exchange.getRequestMethod() + " is not allowed here; use " + method);
        }
    }

    private Reply predict(float[] pixels) throws IOException {
        Shape shape = Shape.of(1, 1, classifier.height(), classifier.width());
        Tensor probabilities = classifier.probabilities(Tensor.wrap(shape, pixels));
        return new Reply(OK, json(json -> {
            json.writeNumberField("digit", probabilities.argMax(1).data()[0]);
            json.writeArrayFieldStart("probabilities");
            for (float probability : probabilities.data()) {
                json.writeNumber(probability);
            }
            json.writeEndArray();
        }));
    }

    private record Reply(int status, byte[] body) {
        static Reply error(int status, String message) throws IOException {
            return new Reply(status, json(json -> json.writeStringField("error", message)));
        }
    }

    private interface Fields {
        void writeTo(JsonGenerator json) throws IOException;
    }

    private static byte[] json(Fields fields) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            fields.writeTo(json);
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }
}
