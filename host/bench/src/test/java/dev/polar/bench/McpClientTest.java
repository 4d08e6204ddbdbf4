package dev.polar.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The load client against a server of both shapes that real ones have. */
class McpClientTest {
    private static final Pattern ID = Pattern.compile("\"id\":(\\d+)");
    private static final Pattern MESSAGE = Pattern.compile("\"message\":\"([^\"]*)\"");

    private final HttpServer server;
    private boolean stream;
    private boolean lying;

    McpClientTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/mcp", exchange -> {
            var asked = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            var id = ID.matcher(asked);
            if (!id.find()) {
                exchange.sendResponseHeaders(202, -1);
                exchange.close();
                return;
            }
            var message = MESSAGE.matcher(asked);
            var said = message.find() && !lying ? message.group(1) : "?";
            var json = "{\"jsonrpc\":\"2.0\",\"id\":" + id.group(1)
                    + ",\"result\":{\"content\":[{\"type\":\"text\",\"text\":\"Echo: " + said + "\"}]}}";
            var body = (stream ? "id: 1\ndata: \n\nevent: message\ndata: " + json + "\n\n" : json).getBytes(UTF_8);
            exchange.sendResponseHeaders(200, stream ? 0 : body.length);
            try (var out = exchange.getResponseBody()) {
                out.write(body);
            }
        });
        server.start();
    }

    @AfterEach
    void end() {
        server.stop(0);
    }

    private enum Shape {
        JSON,
        STREAM
    }

    @ParameterizedTest
    @EnumSource
    void calls_are_counted_when_their_answers_are_right(Shape shape) throws Exception {
        stream = shape == Shape.STREAM;
        var load = Load.of(place(), 4, Duration.ofMillis(50));
        assertTrue(load.callsPerSecond() > 0);
        assertTrue(load.millis().least() <= load.millis().median());
    }

    @Test
    void one_wrong_answer_ends_the_measurement() {
        lying = true;
        assertThrows(ExecutionException.class, () -> Load.of(place(), 2, Duration.ofMillis(50)));
    }

    @Test
    void a_median_is_the_middle_of_what_was_measured() {
        var samples = new Samples(9, 1, 5);
        assertEquals(5, samples.median());
        assertEquals(9, samples.percentile(99));
        assertEquals("5.00 (1.00 to 9.00)", samples.spread());
        assertEquals("12,346", Samples.number(12_345.6));
    }

    private McpClient.Place place() {
        return new McpClient.Place(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/mcp"), Map.of(), "echo");
    }
}
