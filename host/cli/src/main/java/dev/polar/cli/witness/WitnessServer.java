package dev.polar.cli.witness;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.audit.AddCheckpoint;
import dev.polar.trust.audit.Note;
import dev.polar.trust.witness.Answer;
import dev.polar.trust.witness.Witness;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * A witness over HTTP: {@code POST /add-checkpoint} (C2SP tlog-witness) and nothing else. Who asks is not asked: the log
 * signed what is sent, and what is answered is signed too.
 */
final class WitnessServer implements AutoCloseable {
    private static final int MOST_BYTES = 128 * 1024;

    private final HttpServer server;
    private final ExecutorService threads;

    private WitnessServer(HttpServer server, ExecutorService threads) {
        this.server = server;
        this.threads = threads;
    }

    /**
     * Begins to answer.
     *
     * @param trouble hears of the witness's own
     * @throws Refusal {@code PORT_TAKEN}
     */
    static WitnessServer start(Witness witness, InetSocketAddress where, Consumer<String> trouble) {
        // Nobody holds a connection open by saying little; the JDK's server reads these once.
        System.setProperty("sun.net.httpserver.maxReqTime", "10");
        System.setProperty("sun.net.httpserver.maxRspTime", "10");
        System.setProperty("jdk.httpserver.maxConnections", "512");
        try {
            var server = HttpServer.create(where, 128);
            var threads = Executors.newVirtualThreadPerTaskExecutor();
            server.setExecutor(threads);
            server.createContext("/", exchange -> serve(witness, exchange, trouble));
            server.start();
            return new WitnessServer(server, threads);
        } catch (IOException e) {
            throw new Refusal(
                    Code.PORT_TAKEN, "cannot listen on " + where + ": " + e.getMessage(), "another --listen HOST:PORT");
        }
    }

    /** Where it listens: {@code HOST:PORT}. */
    String address() {
        var address = server.getAddress();
        var host = address.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    private record Reply(int status, String type, String body) {
        static Reply plain(int status, String line) {
            return new Reply(status, "text/plain; charset=utf-8", line + "\n");
        }
    }

    private static void serve(Witness witness, HttpExchange exchange, Consumer<String> trouble) throws IOException {
        try (exchange) {
            Reply reply;
            try {
                reply = reply(witness, exchange);
            } catch (RuntimeException e) {
                trouble.accept("polar witness: " + e);
                reply = Reply.plain(500, "the witness has trouble of its own and signs nothing");
            }
            var body = reply.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", reply.type());
            exchange.sendResponseHeaders(reply.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static Reply reply(Witness witness, HttpExchange exchange) throws IOException {
        if (!exchange.getRequestURI().getPath().equals("/add-checkpoint")) {
            return Reply.plain(404, "nothing here but /add-checkpoint");
        }
        if (!exchange.getRequestMethod().equals("POST")) {
            return Reply.plain(405, "POST");
        }
        var body = exchange.getRequestBody().readNBytes(MOST_BYTES + 1);
        if (body.length > MOST_BYTES) {
            return Reply.plain(413, "too large");
        }
        try {
            return reply(witness.answer(AddCheckpoint.parse(utf8(body))));
        } catch (IllegalArgumentException e) {
            return Reply.plain(400, String.valueOf(e.getMessage()));
        }
    }

    private static Reply reply(Answer answer) {
        return switch (answer) {
            case Answer.Cosigned cosigned ->
                Reply.plain(200, Note.lines(List.of(cosigned.line())).stripTrailing());
            case Answer.Malformed malformed -> Reply.plain(400, malformed.why());
            case Answer.NotSigned notSigned -> Reply.plain(403, "the log's key did not sign it");
            case Answer.UnknownLog unknown -> Reply.plain(404, "this witness does not watch that log");
            case Answer.OtherSize other -> new Reply(409, "text/x.tlog.size", other.known() + "\n");
            case Answer.Inconsistent inconsistent -> Reply.plain(422, "the proof does not hold");
        };
    }

    private static String utf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("not UTF-8", e);
        }
    }

    @Override
    public void close() {
        server.stop(1);
        threads.close();
    }
}
