package dev.polar.host.channel;

import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/** One page of a real browser, driven by the Chrome DevTools Protocol. */
final class Chromium implements AutoCloseable {
    private static final Pattern LISTENING = Pattern.compile("DevTools listening on ws://([^/]+)/.*");
    private static final int PATIENCE = 60;

    private final Process process;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<Integer, CompletableFuture<JsonObject>> waiting = new ConcurrentHashMap<>();
    private final AtomicInteger ids = new AtomicInteger();
    private final WebSocket socket;

    private Chromium(Path binary, Path profile, String address) throws Exception {
        process = new ProcessBuilder(
                        binary.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--user-data-dir=" + profile,
                        "--remote-debugging-port=0",
                        "about:blank")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        var page = HttpRequest.newBuilder(URI.create("http://" + devTools() + "/json/new?" + address))
                .PUT(HttpRequest.BodyPublishers.noBody())
                .build();
        var target = read(http.send(page, BodyHandlers.ofString()).body());
        socket = http.newWebSocketBuilder()
                .buildAsync(URI.create(target.getString("webSocketDebuggerUrl")), new Reader())
                .get(PATIENCE, TimeUnit.SECONDS);
    }

    static Optional<Path> binary() {
        return Optional.of(Path.of("/usr/bin/chromium")).filter(Files::isExecutable);
    }

    static Chromium open(Path profile, String address) throws Exception {
        return new Chromium(binary().orElseThrow(), profile, address);
    }

    private String devTools() throws IOException {
        var lines = process.errorReader();
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            var listening = LISTENING.matcher(line);
            if (listening.matches()) {
                Thread.ofVirtual().start(() -> drain(lines));
                return listening.group(1);
            }
        }
        throw new IOException("chromium ended before it listened");
    }

    /** Until it ends: a full pipe would stop it. */
    private static void drain(BufferedReader lines) {
        try (lines) {
            lines.transferTo(Writer.nullWriter());
        } catch (IOException closed) {
            // It has ended.
        }
    }

    /** The value of an expression once it is true; asked again where a navigation took its page away. */
    String await(String expression) throws Exception {
        var script = "new Promise(done => { const look = () => { const it = " + expression
                + "; it ? done(String(it)) : setTimeout(look, 50); }; look(); })";
        for (int attempt = 0; attempt < 5; attempt++) {
            var reply = ask(
                    "Runtime.evaluate",
                    StrictJson.provider()
                            .createObjectBuilder()
                            .add("expression", script)
                            .add("awaitPromise", true)
                            .build());
            if (reply.containsKey("result")
                    && reply.getJsonObject("result").getJsonObject("result").containsKey("value")) {
                return reply.getJsonObject("result").getJsonObject("result").getString("value");
            }
        }
        throw new AssertionError("the page never came to rest");
    }

    /** Types into what has the focus, and presses Enter. */
    void type(String text) throws Exception {
        var json = StrictJson.provider();
        ask("Input.insertText", json.createObjectBuilder().add("text", text).build());
        for (var type : new String[] {"keyDown", "keyUp"}) {
            ask(
                    "Input.dispatchKeyEvent",
                    json.createObjectBuilder()
                            .add("type", type)
                            .add("key", "Enter")
                            .add("code", "Enter")
                            .add("text", type.equals("keyDown") ? "\r" : "")
                            .add("windowsVirtualKeyCode", 13)
                            .build());
        }
    }

    private JsonObject ask(String method, JsonValue parameters) throws Exception {
        int id = ids.incrementAndGet();
        var reply = new CompletableFuture<JsonObject>();
        waiting.put(id, reply);
        var message = StrictJson.provider()
                .createObjectBuilder()
                .add("id", id)
                .add("method", method)
                .add("params", parameters)
                .build();
        socket.sendText(message.toString(), true).get(PATIENCE, TimeUnit.SECONDS);
        return reply.get(PATIENCE, TimeUnit.SECONDS);
    }

    private static JsonObject read(String text) {
        try (var reader = StrictJson.provider().createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }

    private final class Reader implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                var message = read(text.toString());
                text.setLength(0);
                Optional.ofNullable(waiting.remove(message.getInt("id", -1)))
                        .ifPresent(reply -> reply.complete(message));
            }
            from.request(1);
            return CompletableFuture.completedFuture(part);
        }
    }

    @Override
    public void close() throws InterruptedException {
        http.shutdownNow();
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
