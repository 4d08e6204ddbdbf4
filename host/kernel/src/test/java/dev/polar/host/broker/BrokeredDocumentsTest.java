package dev.polar.host.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.host.store.TestDatabase;
import dev.polar.spi.Caller;
import dev.polar.spi.Code;
import dev.polar.spi.Document;
import dev.polar.spi.Documents;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import dev.polar.spi.Scope;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BrokeredDocumentsTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final String[] ALL = {
        "documents.read(notes;scope=chat)",
        "documents.write(notes;scope=chat)",
        "documents.read(notes;scope=user)",
        "documents.write(notes;scope=user)"
    };
    private static final Scope ROOM = Scope.chat("channel:web:demo:room-1");
    private static TestHost host;

    private final PluginId plugin = TestHost.fresh();
    private final Documents documents = host.brokers().of(plugin, ALL).documents();

    @BeforeAll
    static void open(@TempDir Path data) {
        host = new TestHost(DATABASE, data);
    }

    @AfterAll
    static void close() {
        host.close();
    }

    @Test
    void a_document_is_kept_replaced_and_removed() {
        var notes = documents.in(ROOM, "notes");
        assertEquals(Optional.empty(), notes.get("tea"));
        notes.put("tea", "green");
        notes.put("tea", "black, no sugar ☕");
        assertEquals("black, no sugar ☕", notes.get("tea").orElseThrow().text());
        assertTrue(notes.remove("tea"));
        assertFalse(notes.remove("tea"));
        assertEquals(Optional.empty(), notes.get("tea"));
    }

    @Test
    void a_search_finds_words_best_first() {
        var notes = documents.in(ROOM, "notes");
        notes.put("one", "tea and coffee");
        notes.put("two", "tea, tea and more tea");
        notes.put("three", "water");
        assertEquals(List.of("two", "one"), keys(notes.search("tea", 10)));
        assertEquals(List.of("two"), keys(notes.search("tea", 1)));
        assertEquals(List.of("two"), keys(notes.search("tea -coffee", 10)));
        assertEquals(List.of("one"), keys(notes.search("\"and coffee\"", 10)));
        assertEquals(List.of("three"), keys(notes.search("three", 10)));
        assertEquals(1, notes.search("tea", -1).size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "'", "\"", "& | ! ( :*", "'; DROP TABLE document; --", "<->", "\\"})
    void no_query_breaks_the_search(String query) {
        documents.in(ROOM, "notes").put("key", "text");
        assertEquals(List.of(), keys(documents.in(ROOM, "notes").search(query, 10)));
    }

    @Test
    void scopes_collections_plugins_and_publishers_are_apart() {
        documents.in(ROOM, "notes").put("key", "secret");
        var others = List.of(
                documents.in(Scope.chat("channel:web:demo:room-2"), "notes"),
                documents.in(Scope.user(ROOM.id()), "notes"),
                host.brokers().of(TestHost.fresh(), ALL).documents().in(ROOM, "notes"),
                host.brokers()
                        .of(new Owner(plugin, "mallory"), new LiveGrant(ALL))
                        .documents()
                        .in(ROOM, "notes"));
        for (var other : others) {
            assertEquals(Optional.empty(), other.get("key"));
            assertEquals(List.of(), other.search("secret", 10));
            assertFalse(other.remove("key"));
        }
        assertTrue(documents.in(ROOM, "notes").get("key").isPresent());
    }

    @Test
    void each_verb_scope_and_collection_needs_its_permission() {
        var reader =
                host.brokers().of(plugin, "documents.read(notes;scope=chat)").documents();
        assertEquals(Optional.empty(), reader.in(ROOM, "notes").get("key"));
        Refused.with(Code.PERMISSION_DENIED, () -> reader.in(ROOM, "notes").put("key", "text"));
        Refused.with(Code.PERMISSION_DENIED, () -> reader.in(ROOM, "notes").remove("key"));
        Refused.with(Code.PERMISSION_DENIED, () -> reader.in(ROOM, "other").get("key"));
        var refusal = Refused.with(
                Code.PERMISSION_DENIED,
                () -> reader.in(Scope.user("me"), "notes").search("x", 1));
        assertEquals("documents.read(notes;scope=user)", refusal.details().get("permission"));
    }

    @Test
    void a_call_from_a_chat_reaches_its_room_and_its_user_only() {
        var ann = new Caller.ChannelUser("web", "demo", "room-1", "ann");
        var mine = Scope.user("channel:web:demo:ann");
        for (var caller : List.of(ann, new Caller.OtherPlugin(new PluginId("acme.other"), ann))) {
            var call = TestCalls.by(caller);
            TestCalls.during(call, () -> {
                documents.in(ROOM, "notes").put("key", "text");
                return documents.in(mine, "notes").get("key");
            });
            for (var foreign : List.of(
                    Scope.chat("channel:web:demo:room-2"),
                    Scope.chat("channel:web:other:room-1"),
                    Scope.chat("channel:telegram:demo:room-1"),
                    Scope.chat("room-1"),
                    Scope.user("channel:web:demo:bob"),
                    Scope.user(ROOM.id()))) {
                Refused.with(
                        Code.PERMISSION_DENIED,
                        () -> TestCalls.during(
                                call, () -> documents.in(foreign, "notes").get("key")));
            }
            assertEquals(
                    Set.of(
                            "documents.read(notes;scope=chat)",
                            "documents.read(notes;scope=user)",
                            "documents.write(notes;scope=chat)"),
                    call.usage().permissions());
        }
    }

    @ParameterizedTest
    @CsvSource({"a:b, c, channel:web:a%3Ab:c", "a, b:c, channel:web:a:b%3Ac", "a%3Ab, c, channel:web:a%253Ab:c"})
    void no_two_rooms_share_an_id(String account, String room, String id) {
        var user = new Caller.ChannelUser("web", account, room, "ann");
        assertEquals(Optional.of(id), DocumentOwner.only(Scope.Kind.CHAT, user));
    }

    @Test
    void a_client_says_which_scope_it_means() {
        var call = TestCalls.by(TestCalls.CLIENT);
        assertEquals(
                Optional.empty(),
                TestCalls.during(
                        call,
                        () -> documents.in(Scope.user("client:claude"), "notes").get("none")));
    }

    @Test
    void text_of_64_kibibytes_is_kept_and_more_is_not() {
        var notes = documents.in(ROOM, "notes");
        notes.put("most", "é".repeat(32 << 10));
        assertEquals(32 << 10, notes.get("most").orElseThrow().text().length());
        Refused.with(Code.DOCUMENT_INVALID, () -> notes.put("more", "é".repeat(32 << 10) + "x"));
        Refused.with(Code.DOCUMENT_INVALID, () -> notes.search("x".repeat(1_001), 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\0b", "half \ud800 a character"})
    void what_the_database_cannot_keep_is_refused(String text) {
        var notes = documents.in(ROOM, "notes");
        Refused.with(Code.DOCUMENT_INVALID, () -> notes.put("key", text));
        Refused.with(Code.DOCUMENT_INVALID, () -> notes.put(text, "text"));
        Refused.with(Code.DOCUMENT_INVALID, () -> notes.get(text));
        Refused.with(Code.DOCUMENT_INVALID, () -> notes.search(text, 1));
        Refused.with(Code.DOCUMENT_INVALID, () -> documents.in(Scope.chat(text), "notes"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  "})
    void a_key_says_something(String key) {
        Refused.with(Code.DOCUMENT_INVALID, () -> documents.in(ROOM, "notes").put(key, "text"));
        Refused.with(Code.DOCUMENT_INVALID, () -> documents.in(ROOM, "notes").put("k".repeat(201), "text"));
    }

    @Test
    void a_set_kept_from_before_stops_at_its_next_use() {
        var live = new LiveGrant(ALL);
        var kept = host.brokers().of(new Owner(plugin, "acme"), live).documents();
        var notes = kept.in(ROOM, "notes");
        notes.put("key", "text");
        live.end(new Refusal(Code.PLUGIN_DISABLED, "disabled", ""));
        Refused.with(Code.PLUGIN_DISABLED, () -> notes.get("key"));
        Refused.with(Code.PLUGIN_DISABLED, () -> notes.put("key", "more"));
        Refused.with(Code.PLUGIN_DISABLED, () -> kept.in(ROOM, "notes"));
    }

    private static List<String> keys(List<Document> found) {
        return found.stream().map(Document::key).toList();
    }
}
