package dev.polar.dist;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What the page behind a link does in a browser: it turns the link into a cookie, listens, and sends. */
final class Chat implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 30;

    private final HttpClient http = HttpClient.newHttpClient();
    private final BlockingQueue<JsonObject> events = new LinkedBlockingQueue<>();
    private final URI channel;
    private final String origin;
    private final String cookie;

    Chat(URI link) throws IOException, InterruptedException {
        origin = "http://" + link.getAuthority();
        channel = URI.create(origin + "/channels/web/default");
        var opened = http.send(HttpRequest.newBuilder(link).build(), BodyHandlers.ofString());
        cookie = opened.headers()
                .firstValue("Set-Cookie")
                .orElseThrow(() -> new IOException(opened.statusCode() + " " + opened.body()))
                .split(";")[0];
        var lines = http.send(own(URI.create(channel + "/events")).build(), BodyHandlers.ofLines())
                .body();
        Thread.startVirtualThread(() -> listen(lines));
    }

    private HttpRequest.Builder own(URI address) {
        return HttpRequest.newBuilder(address).header("Cookie", cookie).header("Origin", origin);
    }

    private void listen(Stream<String> lines) {
        lines.filter(line -> line.startsWith("data:")).forEach(line -> events.add(read(line.substring(5))));
    }

    private static JsonObject read(String text) {
        try (var reader = Json.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }

    /** Sends one message and returns the answer to it. */
    String say(String text) throws IOException, InterruptedException {
        var message = Json.createObjectBuilder()
                .add("id", UUID.randomUUID().toString())
                .add("text", text)
                .build();
        post(channel, message, 202);
        return next();
    }

    /** What is said next by the other side. */
    String next() throws IOException, InterruptedException {
        return await(event ->
                        event.containsKey("from") && !event.getString("from").equals("user"))
                .getString("text");
    }

    /** Presses the button of that name on the next card that has one. */
    void press(String button) throws IOException, InterruptedException {
        var value = button.equals("Deny") ? "deny" : "approve";
        var card = await(event -> event.containsKey(value));
        var press =
                Json.createObjectBuilder().add("press", card.getString(value)).build();
        post(URI.create(channel + "/approvals"), press, 204);
    }

    private JsonObject await(Predicate<JsonObject> wanted) throws IOException, InterruptedException {
        while (true) {
            var event = events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (event == null) {
                throw new IOException("what was waited for did not come");
            }
            if (wanted.test(event)) {
                return event;
            }
        }
    }

    private void post(URI address, JsonObject body, int expected) throws IOException, InterruptedException {
        var sent = http.send(
                own(address)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body.toString()))
                        .build(),
                BodyHandlers.ofString());
        if (sent.statusCode() != expected) {
            throw new IOException(sent.statusCode() + " " + sent.body());
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
