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
        var sent = http.send(
                own(channel)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(message.toString()))
                        .build(),
                BodyHandlers.ofString());
        if (sent.statusCode() != 202) {
            throw new IOException(sent.statusCode() + " " + sent.body());
        }
        while (true) {
            var event = events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (event == null) {
                throw new IOException("no answer to: " + text);
            }
            if (event.containsKey("from") && !event.getString("from").equals("user")) {
                return event.getString("text");
            }
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
