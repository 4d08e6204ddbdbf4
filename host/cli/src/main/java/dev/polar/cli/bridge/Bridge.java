package dev.polar.cli.bridge;

import dev.polar.trust.json.JsonFault;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Carries messages between a program on standard input and output and a host. */
final class Bridge {
    static final StrictJson.Limits LIMITS = new StrictJson.Limits(64 << 20, 200);

    /** Jetty's patience with a quiet connection is longer. */
    private static final Duration RESTS = Duration.ofSeconds(10);

    /** Longer than any host holds a call open for an operator and then lets it run. */
    private static final Duration LAST_ANSWERS = Duration.ofMinutes(15);

    private static final Duration LOOKED_AT = Duration.ofMillis(500);
    private static final String ACCEPT = "application/json, text/event-stream";
    private static final int PARSE = -32700;
    private static final int UNREACHABLE = -32000;
    private static final Set<String> ENDLESS = Set.of("subscriptions/listen");

    private final Endpoint endpoint;
    private final PrintStream out;
    private final Consumer<String> trouble;
    private final long restsNanos;
    private final ConcurrentLinkedDeque<HttpLine> resting = new ConcurrentLinkedDeque<>();
    private final Map<String, HttpLine> asked = new ConcurrentHashMap<>();
    private final Set<String> givenUp = ConcurrentHashMap.newKeySet();
    private final Phaser underWay = new Phaser(1);
    private final AtomicBoolean gone = new AtomicBoolean();
    private final AtomicBoolean listening = new AtomicBoolean();
    private volatile Optional<String> revision = Optional.empty();
    private volatile Optional<String> session = Optional.empty();
    private volatile boolean over;

    /** @param trouble takes a sentence for people */
    Bridge(Endpoint endpoint, PrintStream out, Consumer<String> trouble) {
        this(endpoint, out, trouble, RESTS);
    }

    /** @param rests how long a connection that nobody uses is kept */
    Bridge(Endpoint endpoint, PrintStream out, Consumer<String> trouble, Duration rests) {
        this.endpoint = endpoint;
        this.out = out;
        this.trouble = trouble;
        this.restsNanos = rests.toNanos();
    }

    /** Carries until the program has nothing more to say and its last answers are there. */
    void carry(InputStream in) throws IOException {
        var lines = new Lines(in);
        for (var line = lines.next(); line.isPresent(); line = lines.next()) {
            if (!new String(line.get(), StandardCharsets.UTF_8).isBlank()) {
                take(line.get());
            }
        }
        over = true;
        awaitLastAnswers();
        asked.values().forEach(HttpLine::close);
        resting.forEach(HttpLine::close);
    }

    /** Until they are there, or nobody reads them. */
    private void awaitLastAnswers() {
        int phase = underWay.arrive();
        long end = System.nanoTime() + LAST_ANSWERS.toNanos();
        while (System.nanoTime() - end < 0 && !out.checkError()) {
            try {
                underWay.awaitAdvanceInterruptibly(phase, LOOKED_AT.toMillis(), TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException e) {
                // Its call is under way still.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void take(byte[] line) {
        JsonObject message;
        try {
            message = StrictJson.object(line, LIMITS);
        } catch (JsonFault fault) {
            say(Words.error(JsonValue.NULL, PARSE, "not a JSON-RPC 2.0 message"));
            return;
        }
        if (!Words.isRequest(message)) {
            tell(message, line);
            return;
        }
        // Counted before the thread is there: the program may have said its last word by then.
        boolean awaited = !ENDLESS.contains(Words.method(message));
        if (awaited) {
            underWay.register();
        }
        if (Words.method(message).equals("initialize")) {
            ask(message, line, awaited); // what follows is in the revision that this settles
        } else {
            Thread.ofVirtual().start(() -> ask(message, line, awaited));
        }
    }

    /** What has no answer: sent in order, before the next line is read. */
    private void tell(JsonObject message, byte[] line) {
        try {
            exchange(message, line, body -> {});
        } catch (IOException e) {
            unreachable(e);
        }
        Words.cancelled(message)
                .ifPresent(id -> Optional.ofNullable(asked.get(id)).ifPresent(http -> {
                    givenUp.add(id);
                    http.close();
                }));
        if (Words.method(message).equals("notifications/initialized") && listening.compareAndSet(false, true)) {
            Thread.ofVirtual().start(this::listen);
        }
    }

    private void ask(JsonObject message, byte[] line, boolean awaited) {
        var id = message.get("id");
        try {
            var answered = exchange(message, line, this::say);
            if (!answered && !givenUp.remove(id.toString())) {
                say(Words.error(id, UNREACHABLE, "the host did not answer"));
            }
        } catch (IOException e) {
            if (!givenUp.remove(id.toString())) {
                say(Words.error(id, UNREACHABLE, unreachable(e)));
            }
        } finally {
            if (awaited) {
                underWay.arriveAndDeregister();
            }
        }
    }

    /** Whether anything came back. */
    private boolean exchange(JsonObject message, byte[] line, Consumer<String> answers) throws IOException {
        var http = rested();
        boolean whole = false;
        var id = Words.isRequest(message) ? Optional.of(message.get("id").toString()) : Optional.<String>empty();
        id.ifPresent(text -> asked.put(text, http));
        try {
            var head = http.send("POST", fields(message), line);
            gone.set(false);
            head.field("mcp-session-id").ifPresent(text -> session = Optional.of(text));
            var answered = head.events() ? events(http, head, answers) : body(http, head, message, answers);
            whole = head.lasts();
            return answered;
        } finally {
            id.ifPresent(asked::remove);
            if (whole && !over) {
                resting.push(http.rests());
            } else {
                http.close();
            }
        }
    }

    private boolean events(HttpLine http, HttpLine.Head head, Consumer<String> answers) throws IOException {
        var events = new Events(http.body(head));
        boolean any = false;
        for (var data = events.next(); data.isPresent(); data = events.next()) {
            answers.accept(data.get());
            any = true;
        }
        return any;
    }

    private boolean body(HttpLine http, HttpLine.Head head, JsonObject message, Consumer<String> answers)
            throws IOException {
        var text = new String(http.body(head).readAllBytes(), StandardCharsets.UTF_8);
        if (text.isBlank()) {
            return false;
        }
        if (Words.method(message).equals("initialize")) {
            revision = Words.settled(text);
        }
        answers.accept(text.contains("\"jsonrpc\"") ? text : refused(message, head.status(), text));
        return true;
    }

    /** A refusal outside the protocol, such as that of a token. */
    private String refused(JsonObject message, int status, String text) {
        var said = "HTTP " + status;
        try {
            var problem = StrictJson.object(text.getBytes(StandardCharsets.UTF_8), LIMITS);
            if (problem.get("code") instanceof JsonString code && problem.get("message") instanceof JsonString why) {
                said = code.getString() + ": " + why.getString();
            }
        } catch (JsonFault fault) {
            // Then the status is all there is.
        }
        trouble.accept("the host at " + endpoint.url() + " refuses: " + said);
        return Words.error(message.getOrDefault("id", JsonValue.NULL), UNREACHABLE, said);
    }

    /** What the host says of itself, to clients of the revisions with a handshake; hosts need not offer it. */
    private void listen() {
        var from = Optional.<String>empty();
        while (!over) {
            long pause = 1_000;
            try (var http = HttpLine.to(endpoint)) {
                var fields = new TreeMap<>(settled());
                fields.put("Accept", "text/event-stream");
                from.ifPresent(id -> fields.put("Last-Event-ID", id));
                var head = http.send("GET", fields, new byte[0]);
                if (!head.events()) {
                    return;
                }
                var events = new Events(http.body(head));
                for (var data = events.next(); data.isPresent(); data = events.next()) {
                    say(data.get());
                }
                from = events.lastId().or(() -> Optional.empty());
                pause = events.retryMillis().orElse(pause);
            } catch (IOException e) {
                // Requests tell of it; this only tries again.
            }
            pause(pause);
        }
    }

    private static void pause(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Map<String, String> fields(JsonObject message) {
        var fields = new TreeMap<>(Words.stated(message)
                .map(stated -> Words.fields(message, stated))
                .orElseGet(this::settled));
        fields.put("Accept", ACCEPT);
        return fields;
    }

    private Map<String, String> settled() {
        var fields = new TreeMap<String, String>();
        revision.ifPresent(text -> fields.put("MCP-Protocol-Version", text));
        session.ifPresent(text -> fields.put("Mcp-Session-Id", text));
        return fields;
    }

    private HttpLine rested() throws IOException {
        for (var http = resting.poll(); http != null; http = resting.poll()) {
            if (http.isFresh(restsNanos)) {
                return http;
            }
            http.close();
        }
        return HttpLine.to(endpoint);
    }

    private String unreachable(IOException why) {
        var sentence = "no host answers at " + endpoint.url() + ": " + why.getMessage();
        if (!gone.getAndSet(true)) {
            trouble.accept(sentence);
        }
        return sentence;
    }

    /** One message, one line: line ends within it can only stand between its tokens. */
    private void say(String message) {
        var line = (message.replace('\r', ' ').replace('\n', ' ') + "\n").getBytes(StandardCharsets.UTF_8);
        synchronized (out) {
            out.write(line, 0, line.length);
            out.flush();
        }
    }
}
