package dev.polar.host.endpoint;

import static dev.polar.host.endpoint.LiveClient.result;
import static dev.polar.host.endpoint.LiveClient.send;
import static dev.polar.host.endpoint.LiveClient.stream;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.host.endpoint.LiveClient.Events;
import dev.polar.host.gate.FakeGeneration;
import dev.polar.host.store.TestDatabase;
import dev.polar.runtime.Answer;
import dev.polar.runtime.Call;
import dev.polar.runtime.Inquiry;
import dev.polar.runtime.Severity;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.json.Canonical;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said before and beside the answer to a call. */
@Timeout(60)
@Execution(ExecutionMode.SAME_THREAD)
class McpStreamsTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final String TOKEN = "\"progressToken\":\"mine\"";
    private static final LinkedBlockingQueue<String> CANCELLED = new LinkedBlockingQueue<>();
    private static final LinkedBlockingQueue<String> BEGUN = new LinkedBlockingQueue<>();
    private static final LinkedBlockingQueue<CountDownLatch> HANGING = new LinkedBlockingQueue<>();
    private static LiveFront front;

    @BeforeAll
    static void open(@TempDir Path data) {
        front = new LiveFront(DATABASE.get(), data, McpStreamsTest::answer);
        List.of("anna", "ben", "cem").forEach(front::admit);
    }

    @AfterAll
    static void close() {
        front.close();
    }

    private static Answer answer(Call call) {
        var text = call.arguments().getString("text", "");
        switch (text.split(" ")[0]) {
            case "busy" -> {
                call.aside().progress(number(1), Optional.of(number(3)), Optional.of("half\u001b[31m way\u0007"));
                call.aside().progress(number(1), Optional.empty(), Optional.of("not further"));
                call.aside().log(Severity.DEBUG, "acme/x", StrictJson.provider().createValue("chatter"));
                call.aside().log(Severity.ERROR, "acme/x", StrictJson.provider().createValue("x".repeat(100_000)));
                call.aside().progress(number(3), Optional.of(number(3)), Optional.empty());
            }
            case "flood" -> {
                for (int i = 0; i < 10_000; i++) {
                    call.aside().progress(number(i), Optional.empty(), Optional.of("y".repeat(500)));
                }
            }
            case "hang" -> hang(call, text);
            case "ask" -> {
                var said = call.aside()
                        .ask(
                                Inquiry.ELICITATION,
                                LiveFront.json("{\"message\":\"who?\"}"),
                                Instant.now().plusSeconds(20));
                return FakeGeneration.text(Canonical.text(said));
            }
            case "more" -> {
                var input = call.aside().input();
                if (input.isEmpty()) {
                    throw new Refusal(
                            Code.INPUT_REQUIRED,
                            "asks for input",
                            "",
                            Map.of(
                                    "inputRequests",
                                    "{\"name\":{\"method\":\"roots/list\"}}",
                                    "requestState",
                                    "state-1"));
                }
                return FakeGeneration.text(Canonical.text(input.get().responses()) + " "
                        + input.get().state().orElse("none"));
            }
            case "vain" -> call.usage().refused("client.ask(sampling)");
            case "needs" ->
                throw new Refusal(Code.TOOL_FAILED, "needs", "", Map.of("requiredCapabilities", "{\"sampling\":{}}"));
            default -> {}
        }
        return FakeGeneration.text(text);
    }

    private static void hang(Call call, String text) {
        var latch = new CountDownLatch(1);
        HANGING.add(latch);
        try (var interest = call.cancellation().onCancel(latch::countDown)) {
            BEGUN.add(text);
            if (latch.await(20, TimeUnit.SECONDS)
                    && call.cancellation().reason().isPresent()) {
                CANCELLED.add(text);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static JsonNumber number(int value) {
        return StrictJson.provider().createValue(value);
    }

    private static List<JsonObject> all(Events events) throws IOException {
        var all = new ArrayList<JsonObject>();
        for (var next = events.next(); next.isPresent(); next = events.next()) {
            all.add(next.get());
        }
        return all;
    }

    @ParameterizedTest
    @ValueSource(strings = {"2025-06-18", "2025-11-25", "2026-07-28"})
    void progress_and_log_messages_come_before_the_answer_bounded_and_marked(String revision) throws Exception {
        var client = new LiveClient(front, "anna", revision);
        var level = "";
        if (client.stateless()) {
            level = ",\"io.modelcontextprotocol/logLevel\":\"warning\"";
        } else {
            client.greet("{}");
            assertEquals(
                    200,
                    send(client.ask(9, "logging/setLevel", "\"level\":\"warning\"", ""))
                            .statusCode());
        }
        try (var events = stream(client.call("work", "busy", "", TOKEN + level))) {
            assertEquals("text/event-stream", events.type());
            var all = all(events);
            assertEquals(4, all.size(), all::toString);
            var progress = all.getFirst().getJsonObject("params");
            assertEquals("mine", progress.getString("progressToken"));
            assertEquals("half[31m way", progress.getString("message"));
            assertEquals(3, progress.getInt("total"));
            assertTrue(progress.getJsonObject("_meta").getBoolean("dev.polar/untrusted"));
            var logged = all.get(1).getJsonObject("params");
            assertEquals("error", logged.getString("level"));
            assertTrue(logged.getString("data").length() < 20_000);
            assertEquals(3, all.get(2).getJsonObject("params").getInt("progress"));
            assertEquals(client.lastId(), all.getLast().getInt("id"));
            assertFalse(all.getLast().getJsonObject("result").getBoolean("isError"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2025-11-25 | busy  | ''",
                "2025-11-25 | quiet | \"progressToken\":7",
                "2026-07-28 | busy  | ''",
                "2026-07-28 | quiet | \"progressToken\":7",
            })
    void where_nothing_is_said_or_wanted_the_answer_is_one_object(String revision, String text, String meta)
            throws Exception {
        var answer = send(new LiveClient(front, "anna", revision).call("work", text, "", meta));
        assertEquals(
                "application/json", answer.headers().firstValue("content-type").orElseThrow());
        assertFalse(LiveFront.json(answer.body()).getJsonObject("result").getBoolean("isError"));
    }

    @Test
    void a_client_that_takes_no_streams_gets_one_object() throws Exception {
        var client = new LiveClient(front, "anna", "2025-11-25");
        var answer = send(client.call("work", "busy", "", TOKEN).setHeader("Accept", "application/json"));
        assertEquals(
                "application/json", answer.headers().firstValue("content-type").orElseThrow());
    }

    @Test
    void of_a_flood_some_is_told_and_the_answer_comes() throws Exception {
        try (var events = stream(new LiveClient(front, "anna", "2025-11-25").call("work", "flood", "", TOKEN))) {
            var all = all(events);
            assertTrue(all.size() > 2 && all.size() < 200, "told " + all.size());
            assertTrue(all.getLast().containsKey("result"));
        }
    }

    @Test
    void who_never_reads_holds_up_nobody() throws Exception {
        var client = new LiveClient(front, "anna", "2025-11-25");
        try (var deaf = new Socket("127.0.0.1", front.front.port())) {
            deaf.setReceiveBufferSize(1_024);
            write(deaf, "flood", "2025-11-25", TOKEN);
            assertEquals("x", text(result(client.call("work", "x", "", ""))));
        }
    }

    @Test
    void a_client_takes_back_its_own_call_and_no_other() throws Exception {
        var own = new LiveClient(front, "anna", "2025-11-25").greet("{}");
        var otherSession = new LiveClient(front, "anna", "2025-11-25").greet("{}");
        var otherClient = new LiveClient(front, "ben", "2025-11-25").greet("{}");
        otherClient.session = own.session;
        var pending = later(own, "hang own");
        assertEquals("hang own", BEGUN.poll(10, TimeUnit.SECONDS));
        var takesBack = "{\"requestId\":" + own.lastId() + "}";
        for (var client : List.of(otherSession, otherClient)) {
            assertEquals(202, client.notify("notifications/cancelled", takesBack));
        }
        assertEquals(202, own.notify("notifications/cancelled", "{\"requestId\":" + (own.lastId() + 1) + "}"));
        assertEquals(202, own.notify("notifications/cancelled", "{\"requestId\":{}}"));
        assertFalse(pending.isDone());
        assertEquals(List.of(), List.copyOf(CANCELLED));
        assertEquals(202, own.notify("notifications/cancelled", takesBack));
        assertEquals("hang own", CANCELLED.poll(10, TimeUnit.SECONDS));
        assertEquals(Code.CALL_CANCELLED.name(), refusal(pending.get(10, TimeUnit.SECONDS)));
    }

    @Test
    void an_id_that_means_two_calls_takes_back_neither() throws Exception {
        var one = new LiveClient(front, "cem", "2025-11-25");
        var two = new LiveClient(front, "cem", "2025-11-25");
        var first = later(one, "hang twice");
        var second = later(two, "hang twice");
        BEGUN.poll(10, TimeUnit.SECONDS);
        BEGUN.poll(10, TimeUnit.SECONDS);
        one.notify("notifications/cancelled", "{\"requestId\":" + one.lastId() + "}");
        assertFalse(first.isDone() || second.isDone());
        HANGING.forEach(CountDownLatch::countDown);
        for (var call : List.of(first, second)) {
            assertFalse(call.get(10, TimeUnit.SECONDS).getBoolean("isError"));
        }
    }

    @Test
    void hanging_up_takes_a_call_of_the_stateless_revision_back() throws Exception {
        try (var socket = new Socket("127.0.0.1", front.front.port())) {
            write(socket, "hang up", "2026-07-28", "");
            assertEquals("hang up", BEGUN.poll(10, TimeUnit.SECONDS));
        }
        assertEquals("hang up", CANCELLED.poll(10, TimeUnit.SECONDS));
    }

    @Test
    void a_client_is_asked_in_its_own_stream_and_nobody_else_answers() throws Exception {
        var client = new LiveClient(front, "anna", "2025-11-25").greet("{\"elicitation\":{}}");
        try (var events = stream(client.call("work", "ask", "", ""))) {
            var question = events.next().orElseThrow();
            assertEquals("elicitation/create", question.getString("method"));
            long id = question.getJsonNumber("id").longValue();
            assertEquals(202, new LiveClient(front, "ben", "2025-11-25").reply(id, "{\"action\":\"stolen\"}"));
            assertEquals(202, client.reply(id, "{\"action\":\"accept\",\"content\":{\"name\":\"anna\"}}"));
            var answer = events.next().orElseThrow().getJsonObject("result");
            assertEquals("{\"action\":\"accept\",\"content\":{\"name\":\"anna\"}}", text(answer));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"sampling\":{}}"})
    void a_client_that_cannot_be_asked_is_not(String capabilities) throws Exception {
        var client = new LiveClient(front, "anna", "2025-11-25").greet(capabilities);
        assertTrue(client.session.orElseThrow().endsWith(capabilities.length() > 2 ? ".s" : "."));
    }

    @Test
    void a_call_that_waits_for_an_operator_says_so_in_place_and_no_answer_approves_it() throws Exception {
        var client = new LiveClient(front, "anna", "2025-11-25").greet("{\"elicitation\":{}}");
        for (var answer : List.of("{\"action\":\"accept\",\"content\":{\"wait\":false}}", "{\"action\":\"decline\"}")) {
            try (var events = stream(client.call("asked", "x", "", ""))) {
                var question = events.next().orElseThrow();
                assertTrue(
                        question.getJsonObject("params").getString("message").contains("approve"), question::toString);
                client.reply(question.getJsonNumber("id").longValue(), answer);
                var refused = events.next().orElseThrow();
                assertEquals(Code.APPROVAL_REQUIRED.name(), refusal(refused.getJsonObject("result")));
            }
        }
    }

    @Test
    void a_stateless_client_brings_what_it_was_asked_for_with_the_next_call() throws Exception {
        var anna = new LiveClient(front, "anna", "2026-07-28");
        var asked = result(anna.call("work", "more", "", ""));
        assertEquals("input_required", asked.getString("resultType"));
        assertEquals(
                "roots/list",
                asked.getJsonObject("inputRequests").getJsonObject("name").getString("method"));
        var state = asked.getString("requestState");
        assertFalse(state.contains("state-1"));
        var brings = ",\"inputResponses\":{\"name\":{\"roots\":[]}},\"requestState\":\"" + state + "\"";
        assertEquals("{\"name\":{\"roots\":[]}} state-1", text(result(anna.call("work", "more", brings, ""))));
        var ben = new LiveClient(front, "ben", "2026-07-28");
        for (var misused : List.of(
                ben.call("work", "more", brings, ""),
                anna.call("work", "more, and other arguments", brings, ""),
                anna.call("work", "more", brings.replace(state, state + "x"), ""),
                anna.call(
                        "work",
                        "more",
                        brings.replace("{\"name\"", "[{\"name\"").replace("]}}", "]}}]"),
                        ""))) {
            var refused = LiveFront.json(send(misused).body());
            assertEquals(-32602, refused.getJsonObject("error").getInt("code"), refused::toString);
        }
    }

    @Test
    void what_a_server_needs_of_a_client_and_it_did_not_say_is_named() throws Exception {
        var answer = send(new LiveClient(front, "anna", "2026-07-28").call("work", "needs", "", ""));
        assertEquals(400, answer.statusCode());
        var error = LiveFront.json(answer.body()).getJsonObject("error");
        assertEquals(-32021, error.getInt("code"));
        assertTrue(error.getJsonObject("data")
                .getJsonObject("requiredCapabilities")
                .containsKey("sampling"));
    }

    @Test
    void what_a_server_wanted_of_its_caller_in_vain_is_on_record() throws Exception {
        assertEquals("vain", text(result(new LiveClient(front, "anna", "2025-11-25").call("work", "vain", "", ""))));
        assertEquals(
                1,
                front.records().stream()
                        .filter(record -> record.contains("\"permissionsRefused\":[\"client.ask(sampling)\"]"))
                        .count());
    }

    @ParameterizedTest
    @CsvSource({"eu, eu, 200", "=?base64?ZXU=?=, eu, 200", "us, eu, 400", "'', eu, 400", "eu, '', 400", "'', '', 200"})
    void an_argument_that_is_marked_is_repeated_in_a_header(String header, String argument, int status)
            throws Exception {
        var client = new LiveClient(front, "anna", "2026-07-28");
        var arguments = argument.isEmpty() ? "{}" : "{\"region\":\"" + argument + "\"}";
        var request = client.ask(1, "tools/call", "\"name\":\"acme-live__work\",\"arguments\":" + arguments, "")
                .header("Mcp-Name", "acme-live__work");
        var answer = send(header.isEmpty() ? request : request.header("Mcp-Param-Region", header));
        assertEquals(status, answer.statusCode(), answer::body);
        assertEquals(status == 400, answer.body().contains("-32020"));
    }

    private static CompletableFuture<JsonObject> later(LiveClient client, String text) {
        var request = client.call("work", text, "", "");
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return result(request);
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                },
                task -> Thread.ofVirtual().start(task));
    }

    /** A call of a client that need not wait for its answer. */
    private static void write(Socket socket, String text, String revision, String meta) throws IOException {
        var versions = "\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                + "\"io.modelcontextprotocol/clientCapabilities\":{}";
        var body = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"acme-live__work\","
                + "\"arguments\":{\"text\":\"" + text + "\"},\"_meta\":{"
                + (revision.equals("2026-07-28") ? versions : meta) + "}}}";
        var head = "POST /mcp HTTP/1.1\r\nHost: 127.0.0.1:" + front.front.port() + "\r\nAuthorization: Bearer anna\r\n"
                + "Accept: application/json, text/event-stream\r\nMCP-Protocol-Version: " + revision
                + "\r\nMcp-Method: tools/call\r\nMcp-Name: acme-live__work\r\nContent-Length: " + body.length()
                + "\r\n\r\n";
        socket.getOutputStream().write((head + body).getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    private static String text(JsonObject result) {
        return result.getJsonArray("content").getJsonObject(0).getString("text");
    }

    private static String refusal(JsonObject result) {
        return result.getJsonObject("_meta").getJsonObject("dev.polar/refusal").getString("code");
    }
}
