package dev.polar.plugins.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.polar.spi.Caller;
import dev.polar.spi.Code;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import dev.polar.spi.ToolCall;
import dev.polar.spi.ToolHandler;
import dev.polar.spi.ToolId;
import dev.polar.spi.Trace;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MemoryPluginTest {
    private static final Caller ADA = new Caller.ChannelUser("web", "default", "room-1", "ada");
    private static final Caller BOB = new Caller.ChannelUser("web", "default", "room-1", "bob");
    private static final Caller ADA_ELSEWHERE = new Caller.ChannelUser("web", "default", "room-2", "ada");

    private final Map<String, ToolHandler> tools = new MemoryPlugin().tools(new FakeHost(new FakeDocuments()));

    @Test
    void it_binds_exactly_the_three_tools_it_declares() {
        assertEquals(Set.of("upsert", "get", "search"), tools.keySet());
    }

    @Test
    void a_stored_note_is_read_back_by_its_key() {
        assertEquals(
                "{\"key\":\"tea\",\"scope\":\"chat\"}",
                call(ADA, "upsert", "{\"scope\":\"chat\",\"key\":\"tea\",\"text\":\"Earl Grey\"}"));
        assertEquals(
                "{\"found\":true,\"note\":{\"key\":\"tea\",\"text\":\"Earl Grey\",\"updatedAt\":\"2026-03-02T10:15:30Z\"}}",
                call(ADA, "get", "{\"scope\":\"chat\",\"key\":\"tea\"}"));
    }

    @Test
    void writing_under_the_same_key_replaces_the_note() {
        call(ADA, "upsert", "{\"scope\":\"chat\",\"key\":\"tea\",\"text\":\"Earl Grey\"}");
        call(ADA, "upsert", "{\"scope\":\"chat\",\"key\":\"tea\",\"text\":\"Assam\"}");
        assertEquals("{\"notes\":[]}", call(ADA, "search", "{\"scope\":\"chat\",\"query\":\"Earl\"}"));
    }

    @Test
    void a_key_nobody_stored_is_not_found_rather_than_an_error() {
        assertEquals("{\"found\":false}", call(ADA, "get", "{\"scope\":\"chat\",\"key\":\"none\"}"));
    }

    @Test
    void a_search_gives_the_matching_notes_and_no_more_than_asked_for() {
        for (int i = 0; i < 12; i++) {
            call(ADA, "upsert", "{\"scope\":\"chat\",\"key\":\"k" + i + "\",\"text\":\"the same word\"}");
        }
        assertEquals(10, hits(ADA, "{\"scope\":\"chat\",\"query\":\"same\"}"));
        assertEquals(2, hits(ADA, "{\"scope\":\"chat\",\"query\":\"same\",\"limit\":2}"));
        assertEquals(0, hits(ADA, "{\"scope\":\"chat\",\"query\":\"other\"}"));
    }

    @Test
    void a_conversations_notes_are_shared_by_the_people_in_it_and_nobody_else() {
        call(ADA, "upsert", "{\"scope\":\"chat\",\"key\":\"k\",\"text\":\"word\"}");
        assertEquals(1, hits(BOB, "{\"scope\":\"chat\",\"query\":\"word\"}"));
        assertEquals(0, hits(ADA_ELSEWHERE, "{\"scope\":\"chat\",\"query\":\"word\"}"));
        assertEquals(0, hits(new Caller.Client("ada"), "{\"scope\":\"chat\",\"query\":\"word\"}"));
    }

    @Test
    void a_persons_notes_follow_them_and_are_hidden_from_others_in_the_same_room() {
        call(ADA, "upsert", "{\"scope\":\"user\",\"key\":\"k\",\"text\":\"word\"}");
        assertEquals(1, hits(ADA_ELSEWHERE, "{\"scope\":\"user\",\"query\":\"word\"}"));
        assertEquals(0, hits(BOB, "{\"scope\":\"user\",\"query\":\"word\"}"));
        assertEquals(0, hits(ADA, "{\"scope\":\"chat\",\"query\":\"word\"}"));
    }

    @Test
    void a_plugin_that_asks_for_someone_sees_that_persons_notes() {
        call(ADA, "upsert", "{\"scope\":\"user\",\"key\":\"k\",\"text\":\"word\"}");
        var responder = new PluginId("polar.responder");
        assertEquals(1, hits(new Caller.OtherPlugin(responder, ADA), "{\"scope\":\"user\",\"query\":\"word\"}"));
        assertEquals(0, hits(new Caller.OtherPlugin(responder, BOB), "{\"scope\":\"user\",\"query\":\"word\"}"));
    }

    @Test
    void names_that_contain_the_separator_do_not_meet() {
        call(new Caller.ChannelUser("web", "a", "b:c", "u"), "upsert", note("chat"));
        assertEquals(
                0, hits(new Caller.ChannelUser("web", "a:b", "c", "u"), "{\"scope\":\"chat\",\"query\":\"word\"}"));
    }

    @Test
    void an_operator_a_client_and_a_schedule_each_have_notes_of_their_own() {
        call(new Caller.Operator("ops"), "upsert", note("user"));
        assertEquals(1, hits(new Caller.Operator("ops"), "{\"scope\":\"user\",\"query\":\"word\"}"));
        assertEquals(0, hits(new Caller.Client("ops"), "{\"scope\":\"user\",\"query\":\"word\"}"));
        assertEquals(
                0,
                hits(new Caller.Schedule(new PluginId("acme.ops"), "ops"), "{\"scope\":\"user\",\"query\":\"word\"}"));
    }

    @Test
    void a_scope_that_does_not_exist_is_refused() {
        var refusal = assertThrows(Refusal.class, () -> call(ADA, "upsert", note("world")));
        assertEquals(Code.ARGUMENTS_INVALID, refusal.code());
    }

    @Test
    void a_conversation_whose_name_is_too_long_for_a_scope_is_refused() {
        var far = new Caller.ChannelUser("web", "default", "r".repeat(300), "ada");
        var refusal = assertThrows(Refusal.class, () -> call(far, "upsert", note("chat")));
        assertEquals(Code.DOCUMENT_INVALID, refusal.code());
    }

    private static String note(String scope) {
        return "{\"scope\":\"" + scope + "\",\"key\":\"k\",\"text\":\"word\"}";
    }

    private int hits(Caller caller, String arguments) {
        return call(caller, "search", arguments).split("updatedAt", -1).length - 1;
    }

    private String call(Caller caller, String tool, String arguments) {
        var id = new ToolId(new PluginId("polar.memory"), tool);
        var call = new ToolCall(
                id,
                caller,
                new FakeJson(arguments),
                FakeDocuments.WRITTEN,
                new Trace("00-" + "a".repeat(32) + "-" + "b".repeat(16) + "-01"));
        try {
            return FakeJson.of(tools.get(tool).call(call).structured().orElseThrow());
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
