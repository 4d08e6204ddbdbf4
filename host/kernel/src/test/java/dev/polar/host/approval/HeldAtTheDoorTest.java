package dev.polar.host.approval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.host.endpoint.FrontServer;
import dev.polar.host.gate.Outcome;
import dev.polar.host.http.Answer;
import dev.polar.host.http.Departure;
import dev.polar.host.store.TestDatabase;
import dev.polar.spi.Caller;
import dev.polar.spi.Code;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Calls that are held open over real connections. */
@Execution(ExecutionMode.SAME_THREAD) // each test has a database of its own
class HeldAtTheDoorTest {
    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    Path data;

    private final Caller client = AskedWorld.client();
    private final BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
    private AskedWorld world;
    private FrontServer front;

    @BeforeEach
    void a_door() {
        world = new AskedWorld(data, database.get(), List.of());
        front = FrontServer.start("127.0.0.1", 0, request -> {}, Map.of("/held", new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                var patience = new Patience(Duration.ofMinutes(2), Departure.of(request));
                var outcome = world.calls.call(AskedWorld.call(client, "s", "a"), patience);
                outcomes.add(outcome);
                Answer.empty(response, callback, outcome instanceof Outcome.Answered ? 200 : 400);
                return true;
            }
        }));
    }

    @AfterEach
    void the_end() {
        front.close();
        world.close();
    }

    @Test
    void whoever_hangs_up_has_nothing_run_for_them() throws Exception {
        try (var line = new Socket("127.0.0.1", front.port())) {
            ask(line);
            world.open();
        }
        assertEquals(Code.APPROVAL_REQUIRED, code());
        world.approve(world.anna, world.asked(client, "a"));
        assertEquals(0, world.generation.calls());
    }

    @Test
    void whoever_waits_is_answered_and_may_ask_again_on_the_same_connection() throws Exception {
        try (var line = new Socket("127.0.0.1", front.port())) {
            var answers = new BufferedReader(new InputStreamReader(line.getInputStream(), StandardCharsets.US_ASCII));
            for (int i = 1; i <= 3; i++) {
                ask(line);
                world.approve(world.anna, world.open());
                assertTrue(status(answers).startsWith("HTTP/1.1 200"));
                assertEquals(i, world.generation.calls());
            }
        }
    }

    @Test
    void whoever_asks_something_else_meanwhile_does_not_wait() throws Exception {
        try (var line = new Socket("127.0.0.1", front.port())) {
            var answers = new BufferedReader(new InputStreamReader(line.getInputStream(), StandardCharsets.US_ASCII));
            ask(line);
            world.open();
            ask(line);
            assertTrue(status(answers).startsWith("HTTP/1.1 400"), "the first is not held any longer");
            assertEquals(Code.APPROVAL_REQUIRED, code());
            world.approve(world.anna, world.open());
            assertTrue(status(answers).startsWith("HTTP/1.1 200"), "the second waits and is answered");
        }
    }

    private Code code() throws InterruptedException {
        return assertInstanceOf(Outcome.Refused.class, outcomes.poll(20, TimeUnit.SECONDS))
                .why()
                .code();
    }

    private void ask(Socket line) throws IOException {
        var head = "GET /held HTTP/1.1\r\nHost: 127.0.0.1:" + front.port() + "\r\n\r\n";
        line.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    }

    /** The first line of an answer without a body; the rest of its head is read too. */
    private static String status(BufferedReader answers) throws IOException {
        var first = String.valueOf(answers.readLine());
        while (!String.valueOf(answers.readLine()).isBlank()) {
            // the head
        }
        return first;
    }
}
