package dev.polar.runtime.mcp;

import static dev.polar.runtime.mcp.Here.call;
import static dev.polar.runtime.mcp.Here.in;
import static dev.polar.runtime.mcp.Here.node;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.runtime.Answer;
import dev.polar.runtime.Aside;
import dev.polar.runtime.Call;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a server on two pipes says before its answer, and whom it reaches. */
@Timeout(60)
class SpeakingServersTest {
    private static final String CAN_ANSWER = "{'elicitation':{},'sampling':{}}";
    private static final String ACCEPTS = "{'action':'accept','content':{'name':'anna'}}";

    @TempDir
    Path files;

    @TempDir
    Path data;

    private McpGeneration server(String... grant) throws IOException {
        try (var script = Objects.requireNonNull(getClass().getResourceAsStream("/speaking-server.mjs"))) {
            Files.copy(script, files.resolve("server.mjs"));
        }
        return new Here(data).load(files, List.of(grant), node("srv", "server.mjs"));
    }

    @Test
    void progress_and_log_messages_reach_the_caller_of_their_call() throws Exception {
        var server = server();
        var caller = Listener.of("{}", "{}");
        assertEquals("told", text(server.invoke(call("progress", "{}", caller), in(30))));
        assertEquals(List.of("1/2 step 1 secret-42", "2/2 step 2 secret-42"), List.copyOf(caller.heard()));
        assertEquals("not told", text(server.invoke(call("progress", "{}"), in(30))));
        caller.heard().clear();
        assertEquals("warning", text(server.invoke(call("logs", "{}", caller), in(30))), "it was told what is heard");
        assertEquals(List.of("ERROR local.test/srv/db {\"why\":\"down\"}"), List.copyOf(caller.heard()));
        server.close(Duration.ZERO);
    }

    @Test
    void what_could_be_about_two_calls_reaches_neither_caller() throws Exception {
        var server = server("client.ask(elicitation)");
        var caller = Listener.of(CAN_ANSWER, ACCEPTS);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var waits = threads.submit(() -> server.invoke(call("waits", "{}"), in(30)));
            assertTrue(text(server.invoke(call("asks", "{}", caller), in(30))).contains("which call"));
            server.invoke(call("logs", "{}", caller), in(30));
            assertEquals(List.of(), List.copyOf(caller.heard()));
            server.invoke(call("echo", "{'text':'x'}"), in(30));
            assertEquals("released", text(waits.get(10, TimeUnit.SECONDS)));
        }
        assertEquals(ACCEPTS.replace('\'', '"'), text(server.invoke(call("asks", "{}", caller), in(30))));
        server.close(Duration.ZERO);
    }

    @Test
    void a_client_is_asked_if_that_is_granted_and_it_can() throws Exception {
        var server = server("client.ask(elicitation)", "client.ask(sampling) limit 5/minute");
        var caller = Listener.of(CAN_ANSWER, ACCEPTS);
        var asks = call("asks", "{}", caller);
        assertEquals(ACCEPTS.replace('\'', '"'), text(server.invoke(asks, in(30))));
        assertTrue(caller.heard().take().contains("local.test asks: who?"), "it says who asks");
        assertEquals(Set.of("client.ask(elicitation)"), asks.usage().permissions());
        assertEquals(
                "{\"elicitation\":{\"form\":{},\"url\":{}}}", text(server.invoke(call("capabilities", "{}"), in(30))));
        refused(server, call("asksForModel", "{}", caller), "-32601", "client.ask(sampling)"); // a limit nobody counts
        refused(server, call("asks", "{}"), "cannot be asked", "client.ask(elicitation)");
        refused(
                server,
                call("asks", "{}", Listener.of("{'sampling':{}}", ACCEPTS)),
                "cannot",
                "client.ask(elicitation)");
        refused(
                server,
                call("asks", "{'mode':'url','url':'https://a.example/'}", caller),
                "cannot",
                "client.ask(elicitation)");
        var wrong = call("asks", "{}", Listener.of(CAN_ANSWER, "{'action':'approve'}"));
        assertTrue(text(server.invoke(wrong, in(30))).contains("is no answer"));
        assertEquals(List.of(), List.copyOf(caller.heard()));
        server.close(Duration.ZERO);
    }

    @Test
    void without_a_grant_no_client_is_asked_and_it_is_noted() throws Exception {
        var server = server();
        var caller = Listener.of(CAN_ANSWER, ACCEPTS);
        refused(server, call("asks", "{}", caller), "without client.ask(elicitation)", "client.ask(elicitation)");
        refused(server, call("asksForModel", "{}", caller), "-32601", "client.ask(sampling)");
        assertEquals("{}", text(server.invoke(call("capabilities", "{}"), in(30))));
        assertEquals(List.of(), List.copyOf(caller.heard()));
        server.close(Duration.ZERO);
    }

    private static void refused(McpGeneration server, Call call, String says, String noted) {
        var answer = text(server.invoke(call, in(30)));
        assertTrue(answer.contains(says), answer);
        assertEquals(Set.of(noted), call.usage().refused());
    }

    @Test
    void a_caller_that_hears_nothing_costs_a_server_nothing() throws Exception {
        var server = server();
        assertEquals("none", text(server.invoke(call("logs", "{}", Aside.NONE), in(30))));
        server.close(Duration.ZERO);
    }

    private static String text(Answer answer) {
        return answer.content().getJsonObject(0).getString("text");
    }
}
