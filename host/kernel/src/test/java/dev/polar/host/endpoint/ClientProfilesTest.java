package dev.polar.host.endpoint;

import static dev.polar.host.endpoint.TestFront.said;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.host.gate.FakeGeneration;
import dev.polar.host.store.TestDatabase;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator gave a client: enforced at the call, whatever list it has, and in every list. */
@Execution(ExecutionMode.SAME_THREAD) // one of them adds tools for a moment, which others would see
class ClientProfilesTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static TestFront front;

    @BeforeAll
    static void openTheDoor(@TempDir Path data) {
        front = new TestFront(DATABASE.get(), data);
        var notes = new FakeGeneration(
                "acme.notes",
                call -> FakeGeneration.text("notes " + call.target().name()));
        var mail = new FakeGeneration(
                "acme.mail", call -> FakeGeneration.text("mail " + call.target().name()));
        front.tool("acme.notes", "get", "Reads a note", true, notes);
        front.tool("acme.notes", "put", "Writes a note", false, notes);
        front.tool("acme.notes", "call_tool", "Has a name of ours", true, notes);
        front.tool("acme.mail", "get", "Reads a message", true, mail);
        front.tool("acme.mail", "out/send", "Sends a message", false, mail);
        front.client("all");
        front.client("notes", "sees", "acme.notes/*");
        front.client("reader", "readOnly", "true");
        front.client("getter", "sees", "*/get, acme.mail/out/*", "readOnly", "true");
        front.client("bare", "bareNames", "true");
        front.client("barenotes", "bareNames", "true", "sees", "acme.notes/*");
        front.client("searcher", "search", "true", "sees", "acme.notes/*");
    }

    @AfterAll
    static void closeTheDoor() {
        front.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "all       | acme-mail__get acme-mail__out__send acme-notes__call_tool acme-notes__get acme-notes__put",
                "notes     | acme-notes__call_tool acme-notes__get acme-notes__put",
                "reader    | acme-mail__get acme-notes__call_tool acme-notes__get",
                "getter    | acme-mail__get acme-notes__get",
                "bare      | acme-mail__get send acme-notes__call_tool acme-notes__get put",
                "barenotes | acme-notes__call_tool get put",
                "searcher  | search_tools call_tool",
            })
    void a_client_is_shown_what_it_may_see_under_the_names_it_may_see(String client, String names) throws Exception {
        assertEquals(List.of(names.split(" ")), front.tools(client));
    }

    @ParameterizedTest
    @CsvSource({
        "notes,     acme-mail__get,       PROFILE_DENIED",
        "notes,     acme-notes__put,      notes put",
        "reader,    acme-notes__put,      PROFILE_DENIED",
        "getter,    acme-mail__out__send, PROFILE_DENIED",
        "barenotes, put,                  notes put",
        "barenotes, acme-mail__get,       PROFILE_DENIED",
        "bare,      acme-notes__get,      notes get",
        "searcher,  acme-mail__get,       PROFILE_DENIED",
    })
    void a_call_is_held_against_the_profile_as_if_no_list_existed(String client, String tool, String says)
            throws Exception {
        assertEquals(says, said(front.call(client, tool, "{}")));
    }

    @Test
    void a_call_outside_the_profile_is_on_record_with_its_reason() throws Exception {
        var like = "%\"notes\"%PROFILE_DENIED%acme.mail/out/send%";
        assertEquals(0, front.records(like));
        assertEquals("PROFILE_DENIED", said(front.call("notes", "acme-mail__out__send", "{}")));
        assertTrue(front.records("%acme.mail/out/send%") > 0);
        assertTrue(front.records("%PROFILE_DENIED%") > 0);
    }

    @Test
    void a_client_that_searches_finds_what_it_may_see_and_calls_it_by_name() throws Exception {
        var found = front.call("searcher", "search_tools", "{\"query\":\"read a note or a message\"}");
        var tools = found.getJsonObject("structuredContent").getJsonArray("tools");
        assertEquals("acme-notes__get", tools.getJsonObject(0).getString("name"));
        assertTrue(tools.getJsonObject(0).containsKey("inputSchema"));
        assertFalse(tools.toString().contains("mail"));
        var called = front.call("searcher", "call_tool", "{\"name\":\"acme-notes__get\",\"arguments\":{}}");
        assertEquals("notes get", said(called));
        assertTrue(front.records("%\"searcher\"%") > 0);
        assertTrue(front.records("%searcher%acme.notes/get%") + front.records("%acme.notes/get%searcher%") > 0);
    }

    @Test
    void what_is_called_by_way_of_a_search_is_held_against_the_profile_too() throws Exception {
        var called = front.call("searcher", "call_tool", "{\"name\":\"acme-mail__get\",\"arguments\":{}}");
        assertEquals("PROFILE_DENIED", said(called));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"query\":7}"})
    void a_search_without_words_is_an_error_of_the_protocol(String arguments) throws Exception {
        var params = "{\"name\":\"search_tools\",\"arguments\":" + arguments + "}";
        assertTrue(front.post("searcher", "tools/call", params).body().contains("-32602"));
    }

    @Test
    void a_rotated_token_takes_the_place_of_the_one_before_and_the_profile_stays() throws Exception {
        front.client("turner", "sees", "acme.mail/*");
        var done = front.consent("client.rotate", "turner", Map.of("hash", TestFront.hash("turned")));
        assertTrue(done.facts().containsKey("until"));
        assertEquals(401, front.post("turner", "tools/list", "{}").statusCode());
        assertEquals(List.of("acme-mail__get", "acme-mail__out__send"), front.tools("turned"));
        front.consent("client.remove", "turner", Map.of());
        assertEquals(401, front.post("turned", "tools/list", "{}").statusCode());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sees | no-slash",
                "sees | acme.x/a b",
                "sees | acme.x/\u0007",
                "sees | acme.x/\u202e",
                "wait | 11m",
                "wait | 601s",
                "wait | soon",
            })
    void a_profile_that_says_nothing_sensible_is_refused(String member, String value) {
        var why = assertThrows(Refusal.class, () -> front.client("nobody", member, value));
        assertEquals(Code.REQUEST_INVALID, why.code());
    }

    @Test
    void nobody_rotates_the_token_of_somebody_who_is_not_there() {
        var why = assertThrows(
                Refusal.class, () -> front.consent("client.rotate", "nobody", Map.of("hash", TestFront.hash("x"))));
        assertEquals(Code.NOT_FOUND, why.code());
    }

    @Test
    void a_plugin_that_comes_later_takes_a_bare_name_away_and_never_over() throws Exception {
        front.client("stable", "bareNames", "true", "sees", "*/stay");
        var owner = new FakeGeneration("acme.z", call -> FakeGeneration.text("the owner's"));
        front.tool("acme.z", "stay", "Was here first", true, owner);
        assertEquals("the owner's", said(front.call("stable", "stay", "{}")));
        var other = new FakeGeneration("acme.a", call -> FakeGeneration.text("another's"));
        front.tool("acme.a", "stay", "Came later, and stands earlier in the list", true, other);
        assertEquals(List.of("acme-a__stay", "acme-z__stay"), front.tools("stable"));
        assertEquals("the owner's", said(front.call("stable", "stay", "{}")), "what it was shown under that name");
        front.without("acme.a");
        front.without("acme.z");
    }
}
