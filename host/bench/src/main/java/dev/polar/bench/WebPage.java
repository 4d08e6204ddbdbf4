package dev.polar.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;

/** An open page of the web channel: a session, and a stream of events that is held open. */
final class WebPage implements AutoCloseable {
    private static final Pattern LINK = Pattern.compile("http://\\S+/link\\?code=\\S+");

    private final HttpClient http = HttpClient.newHttpClient();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final URI channel;
    private final String cookie;

    /** @param welcome what the host said when it was up: the link is in it */
    WebPage(String welcome) throws IOException, InterruptedException {
        var found = LINK.matcher(welcome);
        if (!found.find()) {
            throw new IOException("no link in: " + welcome);
        }
        var link = URI.create(found.group());
        channel = URI.create("http://" + link.getAuthority() + "/channels/web/default");
        var opened = http.send(HttpRequest.newBuilder(link).build(), BodyHandlers.ofString());
        cookie = opened.headers()
                .firstValue("Set-Cookie")
                .orElseThrow(() -> new IOException(opened.statusCode() + " " + opened.body()))
                .split(";")[0];
        var events = http.send(own("/events").build(), BodyHandlers.ofLines());
        if (events.statusCode() != 200) {
            throw new IOException("the stream of events is " + events.statusCode());
        }
        var lines = events.body();
        Thread.startVirtualThread(() -> {
            try (lines) {
                lines.forEach(line -> {});
            } catch (UncheckedIOException cut) {
                // told by what ended
            } finally {
                ended.set(true);
            }
        });
    }

    /** Whether the stream that was opened first is open still. */
    boolean open() {
        return !ended.get();
    }

    /** Whether the session that was opened first is known still. */
    boolean known() throws IOException, InterruptedException {
        try (var second =
                http.send(own("/events").build(), BodyHandlers.ofInputStream()).body()) {
            return second.read() >= 0;
        }
    }

    private HttpRequest.Builder own(String path) {
        return HttpRequest.newBuilder(URI.create(channel + path))
                .header("Cookie", cookie)
                .header("Origin", "http://" + channel.getAuthority());
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
