package dev.polar.host.witness;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.polar.trust.audit.AddCheckpoint;
import dev.polar.trust.audit.Note;
import dev.polar.trust.audit.NoteKey;
import dev.polar.trust.audit.WitnessKey;
import dev.polar.trust.witness.Answer;
import dev.polar.trust.witness.Witness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A real witness over HTTP on 127.0.0.1, or one that misbehaves. */
public final class TestWitness implements AutoCloseable {
    private final Path directory;
    private final Witness witness;
    private final HttpServer server;

    /** What is answered instead. */
    volatile int status;

    /** Answers are held back until this is counted down. */
    volatile CountDownLatch held = new CountDownLatch(0);

    final AtomicInteger asked = new AtomicInteger();

    public TestWitness(Path directory, String name) {
        this.directory = directory;
        Witness.make(directory, name);
        this.witness = Witness.open(directory, InstantSource.system());
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/w/add-checkpoint", this::answer);
        server.start();
    }

    public TestWitness watching(NoteKey log) {
        Witness.watch(directory, log);
        return this;
    }

    WitnessKey key() {
        return witness.key();
    }

    long size() {
        return Witness.logsIn(directory).getFirst().size();
    }

    /** Its line in a policy. */
    public String line(String name) {
        return "witness " + name + " " + key() + " http://127.0.0.1:"
                + server.getAddress().getPort() + "/w/\n";
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            asked.incrementAndGet();
            held.await(20, TimeUnit.SECONDS);
            if (status > 0) {
                send(exchange, status, "no");
                return;
            }
            var answer = witness.answer(AddCheckpoint.parse(body));
            send(
                    exchange,
                    answer.status(),
                    switch (answer) {
                        case Answer.Cosigned cosigned -> Note.lines(List.of(cosigned.line()));
                        case Answer.OtherSize other -> other.known() + "\n";
                        case Answer.Malformed malformed -> malformed.why();
                        case Answer.NotSigned notSigned -> "";
                        case Answer.UnknownLog unknown -> "";
                        case Answer.Inconsistent inconsistent -> "";
                    });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        held.countDown();
        server.stop(0);
        witness.close();
    }
}
