package dev.polar.cli;

import dev.polar.adminapi.Consent;
import dev.polar.adminapi.Done;
import dev.polar.adminapi.Plan;
import dev.polar.adminapi.Problem;
import dev.polar.adminapi.Request;
import dev.polar.cli.shell.Wire;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.attestation.Dsse;
import dev.polar.trust.attestation.Envelope;
import dev.polar.trust.json.Canonical;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.Digest;
import dev.polar.trust.key.PublicKey;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/** The operator API as the command line sees it: a socket, routes given by the test, plans and consents as they are. */
final class FakeHost implements AutoCloseable {
    /** Every request line, in order. */
    final List<String> asked = Collections.synchronizedList(new ArrayList<>());

    /** What was consented to, in order. */
    final List<JsonObject> consented = Collections.synchronizedList(new ArrayList<>());

    /** The values that came with the last consent. */
    volatile Map<String, String> secret = Map.of();

    /** The raw answer to everything, in place of what the routes say. */
    volatile String raw = "";

    private final ServerSocketChannel server;
    private final Map<String, Function<byte[], Object>> routes = new ConcurrentHashMap<>();
    private volatile Function<Request, JsonObject> body = request -> JsonValue.EMPTY_JSON_OBJECT;
    private volatile Function<Request, Done> done = request -> new Done("done", Map.of(), List.of());
    private volatile List<String> notes = List.of("a note");
    private volatile boolean plain = true;
    private volatile PublicKey operator;
    private volatile Function<JsonObject, JsonObject> forging = Function.identity();

    FakeHost(Path data) throws IOException {
        this(data, host -> {});
    }

    /** Listens once it is told what to answer. */
    FakeHost(Path data, Consumer<FakeHost> first) throws IOException {
        post("/v1/plans", bytes -> plan(Wire.read(json(bytes), Request.class)));
        post("/v1/consents", bytes -> commit(Wire.read(json(bytes), Consent.class)));
        first.accept(this);
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(data.resolve("admin.sock")));
        Thread.ofVirtual().start(this::serve);
    }

    FakeHost get(String target, Object answer) {
        routes.put("GET " + target, bytes -> answer);
        return this;
    }

    FakeHost post(String target, Function<byte[], Object> answer) {
        routes.put("POST " + target, answer);
        return this;
    }

    FakeHost refusing(String line, Refusal refusal) {
        routes.put(line, bytes -> {
            throw refusal;
        });
        return this;
    }

    /** What plans say would be done. */
    FakeHost planning(boolean plainQuestion, Function<Request, JsonObject> bodies) {
        plain = plainQuestion;
        body = bodies;
        return this;
    }

    /** What it adds to plans. */
    FakeHost noting(String... said) {
        notes = List.of(said);
        return this;
    }

    FakeHost doing(Function<Request, Done> what) {
        done = what;
        return this;
    }

    FakeHost operatedBy(PublicKey key) {
        operator = key;
        return this;
    }

    /** Gives out other statements than were asked for. */
    FakeHost forging(Function<JsonObject, JsonObject> forgery) {
        forging = forgery;
        return this;
    }

    private Plan plan(Request request) {
        var provider = StrictJson.provider();
        var with = provider.createObjectBuilder();
        new TreeMap<>(request.with()).forEach(with::add);
        var statement = forging.apply(provider.createObjectBuilder()
                .add("installation", "test")
                .add("action", request.action())
                .add("object", "thing:" + request.object())
                .add("version", consented.size() + 1)
                .add(
                        "request",
                        provider.createObjectBuilder()
                                .add("object", request.object())
                                .add("with", with))
                .add("body", body.apply(request))
                .add("at", "2026-11-21T08:00:00Z")
                .build());
        var digest = Digest.of(Canonical.bytes(
                provider.createObjectBuilder(statement).remove("at").build()));
        return new Plan(
                digest.toString(), Base64.getEncoder().encodeToString(Canonical.bytes(statement)), plain, notes);
    }

    private Done commit(Consent consent) {
        var envelope = Envelope.parse(consent.envelope().getBytes(StandardCharsets.UTF_8));
        if (!envelope.payloadType().equals("application/vnd.polar.consent+json")
                || Dsse.signers(envelope, List.of(operator)).isEmpty()) {
            throw new Refusal(Code.OPERATOR_UNKNOWN, "no operator signed that", "");
        }
        var statement = json(envelope.payload());
        consented.add(statement);
        secret = consent.secret();
        var request = statement.getJsonObject("request");
        var with = new TreeMap<String, String>();
        request.getJsonObject("with").forEach((name, value) -> with.put(name, ((JsonString) value).getString()));
        return done.apply(new Request(statement.getString("action"), request.getString("object"), with));
    }

    static JsonObject json(byte[] bytes) {
        return StrictJson.object(bytes, StrictJson.Limits.bytes(1 << 20));
    }

    static JsonObject json(String text) {
        return json(text.getBytes(StandardCharsets.UTF_8));
    }

    private void serve() {
        while (server.isOpen()) {
            try (var channel = server.accept()) {
                answer(channel);
            } catch (IOException closed) {
                // the test is over, or the other side hung up
            }
        }
    }

    private void answer(SocketChannel channel) throws IOException {
        var head = head(channel);
        var words = head.split(" ", 3);
        asked.add(words[0] + " " + words[1]);
        int length = Integer.parseInt(head.replaceFirst("(?s).*Content-Length: (\\d+).*", "$1"));
        var body = ByteBuffer.allocate(length);
        while (body.hasRemaining() && channel.read(body) >= 0) {}
        write(channel, raw.isEmpty() ? http(words[0] + " " + words[1], body.array()) : raw);
    }

    private String http(String line, byte[] body) {
        int status = 200;
        String text;
        try {
            var path = line.replaceFirst("\\?.*", "");
            var route = routes.getOrDefault(line, routes.get(path));
            if (route == null) {
                throw new Refusal(Code.REQUEST_INVALID, "this host has no " + line, "");
            }
            text = text(route.apply(body));
        } catch (Refusal refusal) {
            status = 400;
            text = text(Problem.of(refusal));
        }
        return "HTTP/1.1 " + status + " Said\r\nContent-Length: " + text.getBytes(StandardCharsets.UTF_8).length
                + "\r\n\r\n" + text;
    }

    private static String text(Object answer) {
        return switch (answer) {
            case Record record -> Wire.write(record).toString();
            case List<?> rows -> {
                var array = StrictJson.provider().createArrayBuilder();
                rows.forEach(row -> array.add(Wire.write((Record) row)));
                yield array.build().toString();
            }
            default -> answer.toString();
        };
    }

    private static String head(SocketChannel channel) throws IOException {
        var head = new ByteArrayOutputStream();
        var one = ByteBuffer.allocate(1);
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n") && channel.read(one.clear()) > 0) {
            head.write(one.array()[0]);
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    private static void write(SocketChannel channel, String answer) throws IOException {
        var bytes = ByteBuffer.wrap(answer.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
