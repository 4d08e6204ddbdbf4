package dev.polar.cli.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines on standard input and output, a host's {@code /mcp} over real HTTP. */
@Timeout(30)
class BridgeTest {
    private final List<String> trouble = new ArrayList<>();
    private FakeMcp host;

    @BeforeEach
    void startAHost() throws IOException {
        host = new FakeMcp();
    }

    @AfterEach
    void stopTheHost() {
        host.close();
    }

    @Test
    void each_request_is_answered_on_a_line_of_its_own() throws IOException {
        var out = carried(request("1", "ping"), "", request("\"b\"", "tools/list"));
        assertEquals(2, out.size());
        assertTrue(out.stream().anyMatch(line -> line.getInt("id", 0) == 1), out.toString());
        assertTrue(out.stream().anyMatch(line -> line.getString("id", "").equals("b")), out.toString());
        assertEquals(List.of(), trouble);
    }

    @Test
    void what_comes_as_events_comes_out_line_by_line_in_their_order() throws IOException {
        var out = carried(request("3", "streamed"));
        assertEquals("notifications/progress", out.getFirst().getString("method"));
        assertEquals(3, out.getLast().getInt("id"));
    }

    @Test
    void what_follows_a_handshake_names_the_revision_that_was_settled() throws IOException {
        carried(
                request("1", "initialize"),
                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}",
                request("2", "ping"));
        assertFalse(host.fields.get(0).containsKey("MCP-Protocol-Version"));
        assertEquals("2025-06-18", host.fields.get(1).get("MCP-Protocol-Version"));
        assertEquals("2025-06-18", host.fields.get(2).get("MCP-Protocol-Version"));
        assertFalse(host.fields.get(2).containsKey("Mcp-Method"));
    }

    @Test
    void a_message_that_states_its_revision_has_it_said_again_in_its_fields() throws IOException {
        carried(
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"gr\u00fc\u00dfe\",\"_meta\":"
                        + "{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"}}}");
        var fields = host.fields.getFirst();
        assertEquals("2026-07-28", fields.get("MCP-Protocol-Version"));
        assertEquals("tools/call", fields.get("Mcp-Method"));
        assertEquals("=?base64?Z3LDvMOfZQ==?=", fields.get("Mcp-Name"));
        assertEquals("application/json, text/event-stream", fields.get("Accept"));
    }

    @Test
    void a_call_that_is_given_up_is_hung_up_on_and_nobody_hears_of_it() throws Exception {
        try (var talk = talk(Duration.ofSeconds(10))) {
            talk.say(request("7", "hold"));
            assertTrue(host.held.await(10, TimeUnit.SECONDS));
            talk.say("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":7}}");
            talk.say(request("8", "ping"));
            assertEquals(8, talk.hears().getInt("id"));
            talk.ends(); // what was given up holds nobody back
            assertEquals("notifications/cancelled", host.posted.get(1).getString("method"), "the host is told as well");
            assertTrue(talk.hasHeardAll());
        }
    }

    @Test
    void an_answer_that_comes_later_than_a_connection_is_kept_comes_all_the_same() throws Exception {
        var rests = Duration.ofMillis(50);
        try (var talk = talk(rests)) {
            talk.say(request("7", "late"));
            assertTrue(host.held.await(10, TimeUnit.SECONDS));
            talk.say(request("8", "ping"));
            assertEquals(8, talk.hears().getInt("id"), "meanwhile nobody waits");
            LockSupport.parkNanos(rests.multipliedBy(2).toNanos());
            host.answer.countDown();
            assertEquals(7, talk.hears().getInt("id"));
            talk.ends();
        }
        assertEquals(List.of(), trouble);
    }

    @ParameterizedTest
    @CsvSource({"PT10M, 1", "PT0S, 2"})
    void a_connection_is_used_again_as_long_as_the_host_has_it(Duration rests, int connections) throws Exception {
        try (var talk = talk(rests)) {
            for (int id = 1; id <= 2; id++) {
                talk.say(request(Integer.toString(id), "initialize")); // answered before the next line is read
            }
            talk.ends();
        }
        assertEquals(connections, host.lines.size());
    }

    @Test
    void who_reads_no_more_is_not_waited_for() {
        var nobody = new PrintStream(
                new OutputStream() {
                    @Override
                    public void write(int one) throws IOException {
                        throw new IOException("nobody reads");
                    }
                },
                true,
                StandardCharsets.UTF_8);
        var input = request("7", "hold") + "\n" + request("8", "ping");
        assertTimeoutPreemptively(
                Duration.ofSeconds(8),
                () -> new Bridge(Endpoint.of(host.url(), FakeMcp.TOKEN), nobody, this::tell)
                        .carry(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void what_the_host_says_unasked_reaches_a_client_that_shook_hands() throws Exception {
        try (var talk = talk(Duration.ofSeconds(10))) {
            talk.say(request("1", "initialize"));
            assertEquals(1, talk.hears().getInt("id"));
            talk.say("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
            assertEquals("notifications/tools/list_changed", talk.hears().getString("method"));
            talk.ends();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "[]", "{\"a\":1,\"a\":2}"})
    void a_line_that_is_no_message_is_told_so_and_the_next_is_carried(String line) throws IOException {
        var out = carried(line, request("1", "ping"));
        assertEquals(-32700, out.getFirst().getJsonObject("error").getInt("code"));
        assertEquals(1, out.getLast().getInt("id"));
    }

    @Test
    void a_host_that_says_nothing_leaves_nobody_waiting() throws IOException {
        assertEquals(
                -32000,
                carried(request("1", "empty")).getFirst().getJsonObject("error").getInt("code"));
    }

    @Test
    void a_token_that_is_not_known_is_an_error_with_its_code_and_a_sentence_for_people() throws IOException {
        var out = carriedAs("polar_bad", request("1", "ping"));
        assertTrue(out.getFirst().getJsonObject("error").getString("message").startsWith("CLIENT_UNKNOWN"));
        assertEquals(1, trouble.size());
    }

    @Test
    void a_host_that_went_away_is_told_of_once_and_each_request_is_answered() throws IOException {
        host.close();
        var out = carried(request("1", "ping"), request("2", "ping"));
        assertEquals(2, out.size());
        assertEquals(1, trouble.size());
        assertTrue(trouble.getFirst().startsWith("no host answers at http://127.0.0.1:"), trouble.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://example.com/mcp",
                "ftp://127.0.0.1/mcp",
                "127.0.0.1:7777",
                "http://127.0.0.1.evil.example/"
            })
    void a_token_goes_in_the_clear_to_nobody_but_this_machine(String url) {
        assertEquals(
                Code.USAGE,
                assertThrows(Refusal.class, () -> Endpoint.of(url, "t")).code());
    }

    private Talk talk(Duration rests) throws IOException {
        return new Talk(out -> new Bridge(Endpoint.of(host.url(), FakeMcp.TOKEN), out, this::tell, rests));
    }

    private List<JsonObject> carried(String... lines) throws IOException {
        return carriedAs(FakeMcp.TOKEN, lines);
    }

    private List<JsonObject> carriedAs(String token, String... lines) throws IOException {
        var input = String.join("\n", lines);
        var out = new ByteArrayOutputStream();
        var bridge = new Bridge(
                Endpoint.of(host.url(), token), new PrintStream(out, true, StandardCharsets.UTF_8), this::tell);
        bridge.carry(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
        return out.toString(StandardCharsets.UTF_8)
                .lines()
                .map(BridgeTest::json)
                .toList();
    }

    private void tell(String sentence) {
        synchronized (trouble) {
            trouble.add(sentence);
        }
    }

    private static String request(String id, String method) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"" + method + "\"}";
    }

    private static JsonObject json(String text) {
        return StrictJson.object(text.getBytes(StandardCharsets.UTF_8), StrictJson.Limits.bytes(1 << 20));
    }
}
