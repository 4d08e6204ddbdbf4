package dev.polar.host.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.host.approval.ApprovalState;
import dev.polar.host.store.TestDatabase;
import dev.polar.spi.Effect;
import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Ann asks; Bob and Ben may decide. */
@Execution(ExecutionMode.SAME_THREAD)
class ChatApprovalTest {
    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    Path dataDir;

    private WebWorld world;
    private Page ann;
    private Page bob;
    private Page ben;

    @BeforeEach
    void open() throws Exception {
        world = new WebWorld(database.get(), dataDir).answering();
        world.asks("channel:web:default:bob", "channel:web:default:ben", "'operator:*'");
        ann = world.page("ann");
        bob = world.page("bob");
        ben = world.page("ben");
    }

    @AfterEach
    void close() {
        Stream.of(ann, bob, ben).forEach(Page::close);
        world.close();
    }

    /** Ann's call that waits now. */
    private static String ask(Page ann, Page.Stream heard, String note) throws Exception {
        ann.say("message-" + Math.abs(note.hashCode()), "/note " + note);
        var told = heard.answer();
        assertTrue(told.startsWith("APPROVAL_REQUIRED ap-"), told);
        return told.substring("APPROVAL_REQUIRED ".length());
    }

    @Test
    void a_yes_in_the_chat_has_the_host_make_the_call_once_and_its_answer_reaches_who_asked() throws Exception {
        try (var heard = ann.watch("");
                var shown = bob.watch("")) {
            var id = ask(ann, heard, "tea");
            var card = shown.card();
            assertEquals(id, card.getString("request"));
            assertEquals("acme.notes/put", card.getString("target"));
            assertEquals("{\"text\":\"tea\"}", card.getString("arguments"));
            assertEquals(List.of(), world.noted);
            var pressed = bob.press(card.getString("approve"));
            assertEquals(204, pressed.statusCode(), pressed.body());
            assertEquals("acme.notes/put was approved and answered:\nnoted tea", heard.answer());
            assertEquals(List.of("tea"), world.noted);
            assertEquals(ApprovalState.EXECUTED, world.state(id));
            var closed = shown.card();
            assertEquals("approved", closed.getString("state"));
            assertEquals("Approved by channel:web:default:bob", closed.getString("said"));
            // The second asks again.
            ann.say("message-again", "/note tea");
            assertTrue(heard.answer().startsWith("APPROVAL_REQUIRED ap-"));
            assertEquals(List.of("tea"), world.noted);
        }
    }

    @Test
    void a_no_in_the_chat_ends_it() throws Exception {
        try (var heard = ann.watch("");
                var shown = ben.watch("")) {
            var id = ask(ann, heard, "tea");
            assertEquals(204, ben.press(shown.card().getString("deny")).statusCode());
            assertTrue(heard.answer().startsWith("acme.notes/put was denied by channel:web:default:ben"));
            assertEquals(ApprovalState.REJECTED, world.state(id));
            assertEquals("denied", shown.card().getString("state"));
            assertEquals(List.of(), world.noted);
        }
    }

    @Test
    void an_operators_yes_has_the_host_make_the_call_too_and_closes_every_card() throws Exception {
        try (var heard = ann.watch("");
                var shown = bob.watch("")) {
            var id = ask(ann, heard, "tea");
            var value = shown.card().getString("approve");
            world.decide(id, true);
            assertEquals("acme.notes/put was approved and answered:\nnoted tea", heard.answer());
            assertEquals("Approved by operator:anna", shown.card().getString("said"));
            refused(409, "APPROVAL_EXPIRED", bob.press(value));
            assertEquals(List.of("tea"), world.noted);
        }
    }

    @Test
    void who_asked_sees_that_it_waits_and_has_no_button() throws Exception {
        try (var heard = ann.watch("")) {
            ask(ann, heard, "tea");
        }
        try (var again = ann.watch("")) {
            var card = again.card();
            assertEquals("Waits for a yes", card.getString("title"));
            assertFalse(card.containsKey("approve") || card.containsKey("deny"), card.toString());
        }
    }

    @Test
    void nobody_named_by_the_rule_has_a_button_for_a_request_of_their_own() throws Exception {
        try (var heard = bob.watch("")) {
            var id = ask(bob, heard, "mine");
            var stored = database.get()
                    .read(transaction ->
                            CardTable.hasButtons(transaction, new Buttons.Place(id, "default", "bob", "bob")));
            assertFalse(stored);
        }
    }

    /** What can be wrong with a press, once Ann's call waits. */
    enum Wrong {
        FORGED(404, "APPROVAL_UNKNOWN"),
        BY_WHO_ASKED(403, "APPROVAL_FORBIDDEN"),
        BY_ANOTHER_APPROVER(403, "APPROVAL_FORBIDDEN"),
        TWICE(409, "APPROVAL_EXPIRED"),
        AFTER_A_NO(409, "APPROVAL_EXPIRED"),
        TOO_LATE(409, "APPROVAL_EXPIRED"),
        NAMED_NO_MORE(403, "APPROVAL_FORBIDDEN"),
        WRITTEN_INTO_THE_DATABASE(404, "APPROVAL_UNKNOWN");

        private final int status;
        private final String code;

        Wrong(int status, String code) {
            this.status = status;
            this.code = code;
        }
    }

    @ParameterizedTest
    @org.junit.jupiter.params.provider.EnumSource
    void a_wrong_press_changes_nothing_and_is_on_record_once(Wrong wrong) throws Exception {
        try (var heard = ann.watch("");
                var shown = bob.watch("")) {
            var id = ask(ann, heard, "tea");
            var card = shown.card();
            var page = prepared(wrong, id, card);
            var before = world.state(id);
            var noted = List.copyOf(world.noted);
            var records = records(id);
            var value = wrong == Wrong.FORGED || wrong == Wrong.WRITTEN_INTO_THE_DATABASE
                    ? "f".repeat(32)
                    : card.getString("approve");
            refused(wrong.status, wrong.code, page.press(value));
            assertEquals(before, world.state(id));
            assertEquals(noted, world.noted);
            assertEquals(records + 1, records(id));
        }
    }

    private Page prepared(Wrong wrong, String id, JsonObject card) throws Exception {
        return switch (wrong) {
            case FORGED -> bob;
            case BY_WHO_ASKED -> ann;
            case BY_ANOTHER_APPROVER -> ben;
            case TWICE -> {
                assertEquals(204, bob.press(card.getString("approve")).statusCode());
                yield settled(id, ApprovalState.EXECUTED);
            }
            case AFTER_A_NO -> {
                world.decide(id, false);
                yield settled(id, ApprovalState.REJECTED);
            }
            case TOO_LATE -> {
                world.pass(Duration.ofHours(2));
                yield bob;
            }
            case NAMED_NO_MORE -> {
                world.asks("channel:web:default:ben");
                yield bob;
            }
            case WRITTEN_INTO_THE_DATABASE -> {
                database.get()
                        .write(transaction -> transaction
                                .handle()
                                .execute(
                                        "UPDATE approval_card SET approve = ? WHERE room = 'bob'",
                                        dev.polar.host.store.MasterKey.in(dataDir)
                                                .pseudonym("approval button at rest", "f".repeat(32))));
                yield bob;
            }
        };
    }

    /** Once nothing about it moves any more. */
    private Page settled(String id, ApprovalState state) throws Exception {
        try (var stream = ann.watch("")) {
            stream.card();
            stream.card();
        }
        try (var stream = ann.watch("")) {
            for (var said = stream.answer(); !said.startsWith("acme.notes/put was"); ) {
                said = stream.answer();
            }
        }
        assertEquals(state, world.state(id));
        return bob;
    }

    private long records(String id) {
        return database.get()
                .read(transaction -> transaction
                        .handle()
                        .createQuery("SELECT count(*) FROM audit_record WHERE category = 'approval'")
                        .mapTo(Long.class)
                        .one());
    }

    private static void refused(int status, String code, java.net.http.HttpResponse<String> answer) {
        assertEquals(status, answer.statusCode(), answer.body());
        assertTrue(answer.body().contains("\"code\":\"" + code + "\""), answer.body());
    }

    static Stream<Arguments> notFromThePage() {
        var json = "application/json";
        return Stream.of(
                Arguments.of(403, "{}", new String[] {"Origin", "http://elsewhere.example", "Content-Type", json}),
                Arguments.of(403, "{}", new String[] {"Content-Type", json}),
                Arguments.of(403, "{}", new String[] {"Sec-Fetch-Site", "same-site", "Content-Type", json}),
                Arguments.of(400, "{}", new String[] {"Sec-Fetch-Site", "same-origin", "Content-Type", json}),
                Arguments.of(400, "[]", new String[] {"Sec-Fetch-Site", "same-origin", "Content-Type", json}),
                Arguments.of(
                        400, "{\"press\":1}", new String[] {"Sec-Fetch-Site", "same-origin", "Content-Type", json}),
                Arguments.of(400, "{\"press\":\"a\",\"as\":\"ben\"}", new String[] {
                    "Sec-Fetch-Site", "same-origin", "Content-Type", json
                }),
                Arguments.of(400, "{\"press\":\"a\"}", new String[] {
                    "Sec-Fetch-Site", "same-origin", "Content-Type", "text/plain"
                }));
    }

    @ParameterizedTest
    @MethodSource("notFromThePage")
    void what_the_page_does_not_send_is_refused(int status, String body, String... headers) throws Exception {
        assertEquals(status, bob.press(body, headers).statusCode());
    }

    @Test
    void a_press_without_a_session_is_refused() throws Exception {
        try (var stranger = new Page(world.address())) {
            refused(401, "SESSION_UNKNOWN", stranger.press("f".repeat(32)));
        }
    }

    @Test
    void what_cannot_be_undone_shows_the_command_instead_of_buttons() throws Exception {
        world.enable(Effect.IRREVERSIBLE);
        try (var heard = ann.watch("");
                var shown = bob.watch("")) {
            var id = ask(ann, heard, "gone");
            var card = shown.card();
            assertFalse(card.containsKey("approve"), card.toString());
            assertEquals("polar approve " + id, card.getString("command"));
            assertTrue(card.getString("note").contains("cannot be undone"), card.toString());
        }
    }

    @Test
    void arguments_are_shown_exactly_and_what_cannot_be_seen_is_escaped() throws Exception {
        try (var heard = ann.watch("");
                var shown = bob.watch("")) {
            ask(ann, heard, "\u202eevil\u200b <b>\u00e9</b>");
            assertEquals(
                    "{\"text\":\"\\u202eevil\\u200b <b>\u00e9</b>\"}",
                    shown.card().getString("arguments"));
        }
    }

    @Test
    void arguments_too_long_to_be_shown_are_not_approved_in_a_chat() throws Exception {
        try (var heard = ann.watch("");
                var shown = bob.watch("")) {
            ask(ann, heard, "x".repeat(9_000));
            var card = shown.card();
            assertFalse(card.containsKey("approve"), card.toString());
            assertEquals("", card.getString("arguments"));
        }
    }

    @Test
    void a_restart_between_asking_and_pressing_loses_nothing() throws Exception {
        String id;
        String value;
        try (var heard = ann.watch("");
                var shown = bob.watch("")) {
            id = ask(ann, heard, "tea");
            value = shown.card().getString("approve");
        }
        restart().answering();
        try (var heard = ann.watch("");
                var shown = bob.watch("")) {
            var card = shown.card();
            assertEquals(value, card.getString("approve"));
            assertEquals(204, bob.press(value).statusCode());
            assertTrue(heard.answer().startsWith("APPROVAL_REQUIRED"));
            assertEquals("acme.notes/put was approved and answered:\nnoted tea", heard.answer());
            assertEquals(ApprovalState.EXECUTED, world.state(id));
        }
    }

    @Test
    void a_restart_between_pressing_and_the_call_makes_it_once() throws Exception {
        String value;
        try (var heard = ann.watch("");
                var shown = bob.watch("")) {
            ask(ann, heard, "tea");
            value = shown.card().getString("approve");
        }
        restart(); // answers nothing, and so resumes nothing
        assertEquals(204, bob.press(value).statusCode());
        assertEquals(List.of(), world.noted);
        restart().answering();
        try (var heard = ann.watch("")) {
            assertTrue(heard.answer().startsWith("APPROVAL_REQUIRED"));
            assertEquals("acme.notes/put was approved and answered:\nnoted tea", heard.answer());
            assertEquals(List.of("tea"), world.noted);
        }
    }

    private WebWorld restart() {
        world.close();
        world = new WebWorld(database.get(), dataDir);
        world.asks("channel:web:default:bob", "channel:web:default:ben", "'operator:*'");
        ann = ann.at(world.address());
        bob = bob.at(world.address());
        ben = ben.at(world.address());
        return world;
    }
}
