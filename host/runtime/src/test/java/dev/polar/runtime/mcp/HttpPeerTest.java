package dev.polar.runtime.mcp;

import static dev.polar.runtime.mcp.Here.call;
import static dev.polar.runtime.mcp.Here.in;
import static dev.polar.runtime.mcp.Here.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.polar.runtime.Answer;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.manifest.McpServer;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that is written here, message by message. */
@Timeout(60)
class HttpPeerTest {
    @TempDir
    Path files;

    private final LinkedBlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final CountDownLatch left = new CountDownLatch(1);
    private final CountDownLatch listed = new CountDownLatch(1);
    private HttpServer http;
    private boolean stateless;
    private boolean listens;
    private volatile boolean more;
    private Here here;

    @BeforeEach
    void listen() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        http.createContext("/", this::answer);
        http.start();
    }

    @AfterEach
    void stop() {
        left.countDown();
        http.stop(0);
    }

    @Test
    void a_session_is_opened_used_renewed_and_left() throws Exception {
        var server = remote("/mcp");
        assertEquals("hi", text(server.invoke(call("echo", "{'text':'hi'}"), in(30))));
        assertEquals("renewed", text(server.invoke(call("forgets", "{'text':'renewed'}"), in(30))));
        server.close(Duration.ZERO);
        assertEquals(
                List.of(
                        "POST server/discover 2026-07-28 - -",
                        "POST initialize - - -",
                        "POST notifications/initialized 2025-11-25 s1 -",
                        "POST tools/list 2025-11-25 s1 -",
                        "POST tools/call 2025-11-25 s1 echo",
                        "POST tools/call 2025-11-25 s1 forgets",
                        "POST initialize - - -",
                        "POST notifications/initialized 2025-11-25 s2 -",
                        "POST tools/call 2025-11-25 s2 forgets",
                        "DELETE - 2025-11-25 s2 -"),
                List.copyOf(heard));
    }

    @Test
    void without_sessions_every_request_says_all() {
        stateless = true;
        var server = remote("/mcp");
        assertEquals(3, server.tools().size(), "the tool with an unusable header mark is left out");
        assertEquals(
                "HEADER_PARAMETER",
                server.offers().getFirst().unfit().getFirst().rule().name());
        assertEquals("eu", text(server.invoke(call("marked", "{'region':'eu'}"), in(30))));
        server.close(Duration.ZERO);
        assertEquals(
                List.of(
                        "POST server/discover 2026-07-28 - -",
                        "POST tools/list 2026-07-28 - -",
                        "POST tools/call 2026-07-28 - marked"),
                List.copyOf(heard));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void what_comes_in_the_stream_of_a_call_reaches_its_caller_whatever_else_is_called(boolean without)
            throws Exception {
        stateless = without;
        var server = remote("/mcp");
        var caller = Listener.of("{}", "{}");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var other = threads.submit(() -> server.invoke(call("hangs", "{}"), in(30)));
            while (heard.stream().noneMatch(line -> line.endsWith(" hangs"))) {
                LockSupport.parkNanos(1_000_000);
            }
            assertEquals("spoken", text(server.invoke(call("speaks", "{}", caller), in(30))));
            assertEquals(List.of("1/2 half", "ERROR local.test/srv \"down\""), List.copyOf(caller.heard()));
            server.close(Duration.ZERO);
            assertThrows(ExecutionException.class, other::get);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_server_that_says_when_its_lists_change_is_listened_to(boolean without) throws Exception {
        stateless = without;
        listens = true;
        var server = remote("/mcp");
        assertEquals("changed", here.events.poll(20, TimeUnit.SECONDS));
        assertEquals("hi", text(server.invoke(call("echo", "{'text':'hi'}"), in(30))));
        server.close(Duration.ZERO);
    }

    @Test
    void a_server_that_wants_input_first_has_it_from_the_caller() {
        stateless = true;
        var server = remote("/mcp", "client.ask(elicitation)");
        var caller = Listener.of("{'elicitation':{}}", "{'action':'accept'}");
        assertEquals("accept s", text(server.invoke(call("wants", "{}", caller), in(30))));
        assertEquals(
                Code.TOOL_FAILED,
                assertThrows(Refusal.class, () -> server.invoke(call("wants", "{}"), in(30)))
                        .code());
        server.close(Duration.ZERO);
    }

    @ParameterizedTest
    @CsvSource({
        "stream, streamed",
        "resumed, the rest",
        "asks, -32601",
    })
    void a_stream_holds_the_answer_somewhere(String tool, String answer) {
        var server = remote("/mcp");
        assertEquals(answer, text(server.invoke(call(tool, "{}"), in(30))));
        server.close(Duration.ZERO);
    }

    @ParameterizedTest
    @CsvSource({
        "elsewhere, HTTP_FAILED,    'redirects to http://127.0.0.2:', which nobody approved",
        "nowhere,   HTTP_FAILED,    redirects to nowhere, which nobody approved",
        "loop,      HTTP_FAILED,    redirects without end, mcp.json",
        "breaks,    HTTP_FAILED,    the stream ended before the answer, again",
        "huge,      RESULT_INVALID, more than 10 MiB, less",
        "hugeEvent, RESULT_INVALID, more than 10 MiB, less",
        "nothing,   RESULT_INVALID, HTTP status 202, author",
        "page,      RESULT_INVALID, HTTP status 200, author",
        "otherId,   RESULT_INVALID, HTTP status 200, author",
        "fails,     TOOL_FAILED,    HTTP status 500, arguments",
        "denied,    TOOL_FAILED,    HTTP status 403, arguments"
    })
    void everything_else_is_refused(String tool, Code code, String message, String hint) {
        var server = remote("/mcp");
        var refusal = assertThrows(Refusal.class, () -> server.invoke(call(tool, "{}"), in(30)));
        assertEquals(code, refusal.code());
        assertTrue(refusal.getMessage().contains(message), refusal.getMessage());
        assertTrue((refusal.getMessage() + refusal.hint()).contains(hint), refusal.hint());
        assertEquals("x", text(server.invoke(call("echo", "{'text':'x'}"), in(30))));
        server.close(Duration.ZERO);
    }

    @Test
    void a_redirect_within_the_origin_is_followed_and_headers_of_the_package_are_sent() {
        var server = remote("/moved");
        assertEquals("tenant-7", text(server.invoke(call("tenant", "{}"), in(30))));
        server.close(Duration.ZERO);
    }

    @Test
    void at_the_deadline_the_answer_is_dropped_and_the_server_told() throws Exception {
        var server = remote("/mcp");
        heard.clear();
        var refusal = assertThrows(
                Refusal.class,
                () -> server.invoke(call("hangs", "{}"), Instant.now().plusMillis(200)));
        assertEquals(Code.TOOL_TIMEOUT, refusal.code());
        heard.poll(10, TimeUnit.SECONDS);
        assertEquals("POST notifications/cancelled 2025-11-25 s1 -", heard.poll(10, TimeUnit.SECONDS));
        server.close(Duration.ZERO);
    }

    @Test
    void closing_ends_what_hangs() throws Exception {
        var server = remote("/mcp");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var hanging = threads.submit(() -> server.invoke(call("hangs", "{}"), in(60)));
            for (var said = heard.take(); !said.endsWith("hangs"); said = heard.take()) {}
            assertEquals(1, server.close(Duration.ZERO).cancelled());
            var failure = assertThrows(ExecutionException.class, hanging::get);
            assertEquals(Code.PLUGIN_DISABLED, ((Refusal) failure.getCause()).code());
        }
    }

    @Test
    void one_that_was_taken_back_is_cut_off_without_a_word_and_what_it_says_is_thrown_away() throws Exception {
        var server = remote("/mcp");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var talking = threads.submit(() -> server.invoke(call("talks", "{}"), in(60)));
            for (var said = heard.take(); !said.endsWith("talks"); said = heard.take()) {}
            assertEquals(List.of(), server.cut(Duration.ofSeconds(2)).left());
            var failure = assertThrows(ExecutionException.class, talking::get);
            assertTrue(failure.getCause() instanceof Refusal, failure::toString);
            assertEquals("its line was cut", heard.take(), "and nothing told it");
            assertThrows(Refusal.class, () -> server.invoke(call("echo", "{'text':'x'}"), in(30)));
        }
    }

    @Test
    void one_that_is_not_there_does_not_start() {
        http.stop(0);
        var refusal = assertThrows(Refusal.class, () -> remote("/mcp"));
        assertEquals(Code.START_FAILED, refusal.code());
        assertTrue(refusal.getMessage().contains("nothing answers there"), refusal.getMessage());
    }

    private int sessions;

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = exchange.getRequestBody().readAllBytes();
            var message = body.length == 0 ? json("{}") : json(new String(body, UTF_8));
            if (exchange.getRequestURI().getPath().equals("/moved")) {
                redirect(exchange, "/mcp");
                return;
            }
            if (!message.containsKey("result")
                    && !message.containsKey("error")
                    && !exchange.getRequestMethod().equals("GET")) {
                heard.add(exchange.getRequestMethod() + " " + message.getString("method", "-") + " "
                        + header(exchange, "mcp-protocol-version") + " " + header(exchange, "mcp-session-id") + " "
                        + header(exchange, "mcp-name"));
            }
            new Script(exchange, message).run();
        }
    }

    private static String header(HttpExchange exchange, String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)).orElse("-");
    }

    private static void redirect(HttpExchange exchange, String to) throws IOException {
        exchange.getResponseHeaders().set("location", to);
        exchange.sendResponseHeaders(308, -1);
    }

    private final LinkedBlockingQueue<JsonObject> answered = new LinkedBlockingQueue<>();

    /** One request and what is done about it. */
    private final class Script {
        private final HttpExchange exchange;
        private final JsonObject message;
        private final String id;

        Script(HttpExchange exchange, JsonObject message) {
            this.exchange = exchange;
            this.message = message;
            this.id = message.containsKey("id") ? message.get("id").toString() : "";
        }

        void run() throws IOException {
            if (message.containsKey("error")) {
                answered.add(message);
                exchange.sendResponseHeaders(202, -1);
                return;
            }
            if (exchange.getRequestMethod().equals("GET")
                    && header(exchange, "last-event-id").equals("-")) {
                changes();
                return;
            }
            if (exchange.getRequestMethod().equals("GET")) {
                assertEquals("e7", header(exchange, "last-event-id"));
                stream("data: " + result("the rest") + "\n\n");
                return;
            }
            switch (message.getString("method", "DELETE")) {
                case "server/discover" -> {
                    if (stateless) {
                        send(
                                200,
                                "{'jsonrpc':'2.0','id':" + id + ",'result':{'resultType':'complete',"
                                        + "'supportedVersions':['2026-07-28'],'capabilities':{'tools':{'listChanged':"
                                        + listens + "}}}}");
                    } else {
                        send(400, "{'jsonrpc':'2.0','id':null,'error':{'code':-32000,'message':'no session'}}");
                    }
                }
                case "initialize" -> {
                    exchange.getResponseHeaders().set("mcp-session-id", "s" + ++sessions);
                    send(
                            200,
                            "{'jsonrpc':'2.0','id':" + id + ",'result':{'protocolVersion':'2025-11-25',"
                                    + "'capabilities':{'tools':{'listChanged':" + listens
                                    + "}},'serverInfo':{'name':'script','version':'1'}}}");
                }
                case "tools/list" -> {
                    send(
                            200,
                            "{'jsonrpc':'2.0','id':" + id + ",'result':{'tools':["
                                    + (more ? "{'name':'more','inputSchema':{}}," : "")
                                    + "{'name':'echo','inputSchema':{}},{'name':'plain','inputSchema':{}},"
                                    + "{'name':'marked','inputSchema':{'properties':{'region':{'type':'string','x-mcp-header':'Region'}}}},"
                                    + "{'name':'wrong','inputSchema':{'properties':{'n':{'type':'number','x-mcp-header':'N'}}}}]}}");
                    listed.countDown();
                }
                case "subscriptions/listen" -> changes();
                case "tools/call" -> call(message.getJsonObject("params"));
                default -> exchange.sendResponseHeaders(202, -1);
            }
        }

        private void call(JsonObject params) throws IOException {
            switch (params.getString("name")) {
                case "echo" ->
                    send(200, result(params.getJsonObject("arguments").getString("text")));
                case "forgets" -> {
                    if (header(exchange, "mcp-session-id").equals("s1")) {
                        send(404, "{'jsonrpc':'2.0','id':null,'error':{'code':-32001,'message':'Session not found'}}");
                    } else {
                        send(200, result("renewed"));
                    }
                }
                case "marked" -> send(200, result(header(exchange, "mcp-param-region")));
                case "tenant" -> send(200, result(header(exchange, "x-tenant")));
                case "stream" ->
                    stream(": hello\n\ndata: {'jsonrpc':'2.0','method':'notifications/progress','params':{}}\n\n"
                            + "event: message\ndata: " + result("streamed") + "\n\n");
                case "speaks" ->
                    stream("data: {'jsonrpc':'2.0','method':'notifications/progress','params':{'progressToken':"
                            + params.getJsonObject("_meta").get("progressToken")
                            + ",'progress':1,'total':2,'message':'half'}}\n\n"
                            + "data: {'jsonrpc':'2.0','method':'notifications/progress','params':{'progressToken':'call-99',"
                            + "'progress':1,'total':2}}\n\n"
                            + "data: {'jsonrpc':'2.0','method':'notifications/message','params':{'level':'error',"
                            + "'data':'down'}}\n\ndata: " + result("spoken") + "\n\n");
                case "wants" -> {
                    if (params.containsKey("inputResponses")) {
                        var said = params.getJsonObject("inputResponses").getJsonObject("who");
                        send(200, result(said.getString("action") + " " + params.getString("requestState")));
                    } else {
                        send(
                                200,
                                "{'jsonrpc':'2.0','id':" + id
                                        + ",'result':{'resultType':'input_required','requestState':'s',"
                                        + "'inputRequests':{'who':{'method':'elicitation/create','params':{'message':'?'}}}}}");
                    }
                }
                case "resumed" -> stream("id: e7\nretry: 10\ndata:\n\n");
                case "asks" -> asks();
                case "elsewhere" ->
                    redirect(exchange, "http://127.0.0.2:" + http.getAddress().getPort() + "/mcp");
                case "nowhere" -> redirect(exchange, "::");
                case "loop" -> redirect(exchange, "/mcp");
                case "breaks" -> stream("data: {'jsonrpc':'2.0','method':'notifications/progress','params':{}}\n\n");
                case "huge" -> send(200, result("x".repeat(11 << 20)));
                case "hugeEvent" -> stream("data: " + result("x".repeat(11 << 20)) + "\n\n");
                case "nothing" -> exchange.sendResponseHeaders(202, -1);
                case "page" -> send(200, "<html>welcome</html>");
                case "otherId" -> send(200, "{'jsonrpc':'2.0','id':99999,'result':{'content':[]}}");
                case "fails" -> send(500, "oops");
                case "denied" -> send(403, "{}");
                case "hangs" -> {
                    exchange.getResponseHeaders().set("content-type", "text/event-stream");
                    exchange.sendResponseHeaders(200, 0);
                    exchange.getResponseBody().write(": wait\n\n".getBytes(UTF_8));
                    exchange.getResponseBody().flush();
                    awaitLeft();
                }
                case "talks" -> talks();
                default -> throw new IllegalStateException(params.toString());
            }
        }

        /** Goes on until nobody is there to listen. */
        private void talks() throws IOException {
            exchange.getResponseHeaders().set("content-type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            try {
                while (left.getCount() > 0) {
                    exchange.getResponseBody().write(": more\n\n".getBytes(UTF_8));
                    exchange.getResponseBody().flush();
                    LockSupport.parkNanos(2_000_000);
                }
            } catch (IOException e) {
                heard.add("its line was cut");
            }
        }

        /** Offers one tool more than it listed, and says that something changed. */
        private void changes() throws IOException {
            await(listed);
            more = true;
            stream("data: {'jsonrpc':'2.0','method':'notifications/tools/list_changed'}\n\n");
            exchange.getResponseBody().flush();
            awaitLeft();
        }

        private void awaitLeft() {
            await(left);
        }

        private static void await(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void asks() throws IOException {
            exchange.getResponseHeaders().set("content-type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            var out = exchange.getResponseBody();
            out.write("data: {\"jsonrpc\":\"2.0\",\"id\":\"q\",\"method\":\"roots/list\"}\n\n".getBytes(UTF_8));
            out.flush();
            try {
                var error = answered.take().getJsonObject("error");
                out.write(("data: " + result(Integer.toString(error.getInt("code"))) + "\n\n")
                        .replace('\'', '"')
                        .getBytes(UTF_8));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private String result(String text) {
            return "{'jsonrpc':'2.0','id':" + (id.isEmpty() ? lastCall : id)
                    + ",'result':{'resultType':'complete','content':[{'type':'text','text':'" + text + "'}]}}";
        }

        private void stream(String events) throws IOException {
            lastCall = id.isEmpty() ? lastCall : id;
            exchange.getResponseHeaders().set("content-type", "text/event-stream; charset=utf-8");
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(events.replace('\'', '"').getBytes(UTF_8));
        }

        private void send(int status, String body) throws IOException {
            var bytes = body.replace('\'', '"').getBytes(UTF_8);
            exchange.getResponseHeaders().set("content-type", "application/json");
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private volatile String lastCall = "";

    private McpGeneration remote(String path, String... grant) {
        var url = URI.create("http://127.0.0.1:" + http.getAddress().getPort() + path);
        here = new Here(files);
        return here.load(
                files,
                List.of(grant),
                new McpServer.Remote(
                        "srv",
                        McpServer.Transport.STREAMABLE_HTTP,
                        url,
                        Map.of("X-Tenant", "tenant-7", "Host", "evil.example", "Mcp-Session-Id", "stolen")));
    }

    private static String text(Answer answer) {
        return answer.content().getJsonObject(0).getString("text");
    }
}
