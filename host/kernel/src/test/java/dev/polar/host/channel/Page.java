package dev.polar.host.channel;

import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What a browser's page does, by hand. */
final class Page implements AutoCloseable {
    private final HttpClient http;
    private final String address;
    private String cookie = "";

    Page(String address) {
        this(address, HttpClient.newBuilder());
    }

    /** @param browser says whose certificate it knows */
    Page(String address, HttpClient.Builder browser) {
        this.address = address;
        this.http = browser.version(HttpClient.Version.HTTP_1_1)
                .executor(command -> Thread.ofVirtual().start(command))
                .build();
    }

    /** One event of the stream. */
    record Event(String id, JsonObject data) {
        String from() {
            return data.getString("from", "");
        }

        String text() {
            return data.getString("text", "");
        }
    }

    HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        return http.send(request(path, headers).GET().build(), BodyHandlers.ofString());
    }

    /** Opens the link and keeps the cookie it gives. */
    HttpResponse<String> follow(String link, String... headers) throws IOException, InterruptedException {
        var answer = get(link.substring(address.length()), headers);
        answer.headers().firstValue("Set-Cookie").ifPresent(given -> cookie = given.split(";")[0]);
        return answer;
    }

    void holds(String session) {
        cookie = "polar_session=" + session;
    }

    HttpResponse<String> post(String body, String... headers) throws IOException, InterruptedException {
        var all = request("/channels/web/default", headers).POST(HttpRequest.BodyPublishers.ofString(body));
        return http.send(all.build(), BodyHandlers.ofString());
    }

    /** Presses the button that carries the value. */
    HttpResponse<String> press(String value) throws IOException, InterruptedException {
        return press("{\"press\":\"" + value + "\"}", "Origin", address, "Content-Type", "application/json");
    }

    HttpResponse<String> press(String body, String... headers) throws IOException, InterruptedException {
        var all = request("/channels/web/default/approvals", headers).POST(HttpRequest.BodyPublishers.ofString(body));
        return http.send(all.build(), BodyHandlers.ofString());
    }

    /** The same browser, at the address of a host that has started again. */
    Page at(String other) {
        var page = new Page(other);
        page.cookie = cookie;
        return page;
    }

    HttpResponse<String> say(String id, String text) throws IOException, InterruptedException {
        return post(message(id, text), "Origin", address, "Content-Type", "application/json");
    }

    static String message(String id, String text) {
        return StrictJson.provider()
                .createObjectBuilder()
                .add("id", id)
                .add("text", text)
                .build()
                .toString();
    }

    Stream watch(String query, String... headers) throws IOException, InterruptedException {
        var all = request("/channels/web/default/events" + query, headers);
        if (headers.length == 0) {
            all.header("Sec-Fetch-Site", "same-origin");
        }
        return new Stream(http.send(all.GET().build(), BodyHandlers.ofInputStream()));
    }

    private HttpRequest.Builder request(String path, String... headers) {
        var request = HttpRequest.newBuilder(URI.create(address + path)).timeout(Duration.ofSeconds(20));
        if (!cookie.isEmpty()) {
            request.header("Cookie", cookie);
        }
        return headers.length == 0 ? request : request.headers(headers);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    /** An open event stream, read as it comes. */
    static final class Stream implements AutoCloseable {
        private final HttpResponse<java.io.InputStream> answer;
        private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

        Stream(HttpResponse<java.io.InputStream> answer) {
            this.answer = answer;
            Thread.ofVirtual().start(this::read);
        }

        HttpResponse<?> response() {
            return answer;
        }

        Event next() throws InterruptedException {
            return Optional.ofNullable(events.poll(20, TimeUnit.SECONDS))
                    .orElseThrow(() -> new AssertionError("no event came"));
        }

        /** The next card, or the next news of one. */
        JsonObject card() throws InterruptedException {
            var event = next();
            while (!event.data().containsKey("request")) {
                event = next();
            }
            return event.data();
        }

        /** What is said next by the other side. */
        String answer() throws InterruptedException {
            var event = next();
            while (!event.from().equals("agent")) {
                event = next();
            }
            return event.text();
        }

        boolean isEmpty() {
            return events.isEmpty();
        }

        private void read() {
            try (var lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
                var id = "";
                for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.startsWith("id: ")) {
                        id = line.substring(4);
                    } else if (line.startsWith("data: ")) {
                        var data = StrictJson.object(
                                line.substring(6).getBytes(StandardCharsets.UTF_8), StrictJson.Limits.bytes(1 << 20));
                        events.add(new Event(id, data));
                    }
                }
            } catch (IOException | UncheckedIOException ended) {
                // The test closed it, or the host did.
            }
        }

        @Override
        public void close() throws IOException {
            answer.body().close();
        }
    }
}
