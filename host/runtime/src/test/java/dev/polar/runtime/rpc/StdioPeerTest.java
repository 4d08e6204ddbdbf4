package dev.polar.runtime.rpc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The other side is the test itself, at the far ends of two pipes. */
@Timeout(30)
class StdioPeerTest {
    private static final StdioPeer.Limits SMALL = new StdioPeer.Limits(2_000_000, 20_000_000, 1 << 20, 64, 4 << 20);

    private final Pipe there = pipe();
    private final Pipe back = pipe();
    private final BufferedReader asked =
            new BufferedReader(new InputStreamReader(Channels.newInputStream(there.source()), UTF_8));
    private final OutputStream answers = Channels.newOutputStream(back.sink());
    private final LinkedBlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final StdioPeer peer = new StdioPeer(
                    "srv",
                    Channels.newInputStream(back.source()),
                    Channels.newOutputStream(there.sink()),
                    SMALL,
                    new Incoming() {
                        @Override
                        public void asked(JsonValue id, String method, JsonObject params, Consumer<Reply> answer) {
                            answer.accept(
                                    method.equals("ping")
                                            ? new Reply.Result(JsonValue.EMPTY_JSON_OBJECT)
                                            : new Reply.Fault(Reply.Fault.METHOD_NOT_FOUND, "not \"here\""));
                        }

                        @Override
                        public void told(String method, JsonObject params) {
                            told.add(method);
                        }
                    },
                    () -> new Refusal(Code.PLUGIN_CRASHED, "srv ended", ""))
            .open();

    @AfterEach
    void closePipes() throws IOException {
        peer.close();
        there.source().close();
        back.sink().close();
    }

    @Test
    void what_nobody_asked_for_is_read_slowly_and_answers_come_through_it() throws Exception {
        var asked = peer.send(ask());
        long begun = System.nanoTime();
        var line = "{'jsonrpc':'2.0','method':'noise'}\n".replace('\'', '"').getBytes(UTF_8);
        var writer = Thread.ofPlatform().start(() -> {
            try {
                for (int i = 0; i < 3_000; i++) {
                    answers.write(line);
                }
                answer("{'jsonrpc':'2.0','id':1,'result':'one'}");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        assertEquals("\"one\"", result(asked));
        assertEquals(3_000, told.size());
        assertTrue(
                System.nanoTime() - begun >= TimeUnit.SECONDS.toNanos(1),
                "three seconds' worth, of which one may be over");
        writer.join();
    }

    @Test
    void answers_find_their_requests_in_any_order() throws IOException {
        var first = peer.send(ask());
        var second = peer.send(ask());
        answer("{'jsonrpc':'2.0','id':2,'result':'two'}");
        answer("{'jsonrpc':'2.0','id':1,'result':'one'}");
        assertEquals("\"one\"", result(first));
        assertEquals("\"two\"", result(second));
        assertEquals("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m\",\"params\":{}}", asked.readLine());
    }

    @Test
    void answers_nobody_waits_for_are_dropped() throws IOException {
        answer("{'jsonrpc':'2.0','id':1,'result':'too early'}");
        awaitRead();
        var exchange = peer.send(ask());
        answer("{'jsonrpc':'2.0','id':2,'result':'foretold'}");
        answer("{'jsonrpc':'2.0','id':'1','result':'a string'}");
        answer("{'jsonrpc':'2.0','id':1.5,'result':'a fraction'}");
        answer("{'jsonrpc':'2.0','id':null,'error':{'code':1,'message':'null'}}");
        answer("{'jsonrpc':'2.0','id':1,'result':'right'}");
        answer("{'jsonrpc':'2.0','id':1,'result':'again'}");
        assertEquals("\"right\"", result(exchange));
    }

    @Test
    void noise_between_messages_is_only_noise() throws IOException {
        var exchange = peer.send(ask());
        answer("Server listening...");
        answer("");
        answer("{'level':'info'}");
        answer("{'jsonrpc':'2.0','id':1,'result':1}");
        assertEquals("1", result(exchange));
    }

    @Test
    void an_answer_too_large_fails_its_own_call_alone() throws IOException {
        var large = peer.send(ask());
        var other = peer.send(ask());
        answer("{'result':'" + "x".repeat(3_000_000) + "','jsonrpc':'2.0','id':1}");
        answer("{'jsonrpc':'2.0','id':2,'result':2}");
        assertEquals(Code.RESULT_INVALID, refused(large).code());
        assertEquals("2", result(other));
    }

    @Test
    void an_answer_that_is_not_strict_json_fails_its_own_call_alone() throws IOException {
        var bad = peer.send(ask());
        var other = peer.send(ask());
        answer("{'jsonrpc':'2.0','id':1,'result':{'a':1,'a':2}}");
        answer("{'jsonrpc':'2.0','id':2,'result':2}");
        assertEquals(Code.RESULT_INVALID, refused(bad).code());
        assertEquals("2", result(other));
    }

    @Test
    void a_line_that_does_not_end_ends_the_connection() throws IOException {
        var exchange = peer.send(ask());
        var chunk = "x".repeat(1_000_000).getBytes(UTF_8);
        for (int i = 0; i < 21; i++) {
            answers.write(chunk);
        }
        assertEquals(Code.RESULT_INVALID, refused(exchange).code());
        assertTrue(peer.ended().isPresent());
    }

    @Test
    void at_the_deadline_the_other_side_is_told_to_stop() throws IOException {
        var exchange = peer.send(ask());
        var refusal =
                assertThrows(Refusal.class, () -> exchange.await(Instant.now().plusMillis(50)));
        assertEquals(Code.TOOL_TIMEOUT, refusal.code());
        asked.readLine();
        assertEquals(
                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\","
                        + "\"params\":{\"reason\":\"deadline reached\",\"requestId\":1}}",
                asked.readLine());
    }

    @Test
    void an_abandoned_call_fails_with_what_it_was_abandoned_for() throws IOException {
        var exchange = peer.send(ask());
        exchange.abandon(new Refusal(Code.PLUGIN_REVOKED, "revoked", ""));
        answer("{'jsonrpc':'2.0','id':1,'result':'too late'}");
        assertEquals(Code.PLUGIN_REVOKED, refused(exchange).code());
        asked.readLine();
        assertTrue(asked.readLine().contains("\"reason\":\"PLUGIN_REVOKED\""));
    }

    @Test
    void the_end_of_the_other_side_fails_what_waits_and_what_comes_after() throws IOException {
        var waiting = List.of(peer.send(ask()), peer.send(ask()));
        back.sink().close();
        waiting.forEach(exchange -> assertEquals("srv ended", refused(exchange).getMessage()));
        assertEquals(Code.PLUGIN_CRASHED, refused(peer.send(ask())).code());
    }

    @Test
    void one_that_does_not_read_holds_nobody_up() {
        var filling = new Ask(
                "m",
                StrictJson.provider()
                        .createObjectBuilder()
                        .add("x", "x".repeat(100_000))
                        .build());
        var sent = new ArrayList<Exchange>();
        for (int i = 0; i < 20; i++) {
            sent.add(peer.send(filling));
        }
        assertEquals(Code.CONCURRENCY_LIMITED, refused(sent.getLast()).code());
        assertEquals(Code.TOOL_TIMEOUT, refused(sent.getFirst()).code());
    }

    @Test
    void requests_and_notifications_of_the_other_side_are_heard() throws Exception {
        answer("{'jsonrpc':'2.0','id':'s-1','method':'ping'}");
        assertEquals("{\"jsonrpc\":\"2.0\",\"id\":\"s-1\",\"result\":{}}", asked.readLine());
        answer("{'jsonrpc':'2.0','id':5,'method':'sampling/createMessage','params':{}}");
        assertEquals(
                "{\"jsonrpc\":\"2.0\",\"id\":5,\"error\":{\"code\":-32601,\"message\":\"not \\\"here\\\"\"}}",
                asked.readLine());
        answer("{'jsonrpc':'2.0','method':'notifications/tools/list_changed'}");
        assertEquals("notifications/tools/list_changed", told.poll(10, TimeUnit.SECONDS));
    }

    private void answer(String line) throws IOException {
        answers.write((line.replace('\'', '"') + "\n").getBytes(UTF_8));
    }

    /** Returns when everything answered so far was read. */
    private void awaitRead() throws IOException {
        answer("{'jsonrpc':'2.0','id':0,'method':'ping'}");
        asked.readLine();
    }

    private static Ask ask() {
        return new Ask("m", JsonValue.EMPTY_JSON_OBJECT);
    }

    private static String result(Exchange exchange) {
        return ((Reply.Result) exchange.await(Instant.now().plusSeconds(10)))
                .value()
                .toString();
    }

    private static Refusal refused(Exchange exchange) {
        return assertThrows(Refusal.class, () -> exchange.await(Instant.now().plusMillis(3_000)));
    }

    private static Pipe pipe() {
        try {
            return Pipe.open();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
