package dev.polar.host.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.host.store.TestDatabase;
import dev.polar.spi.Caller;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.spi.Trace;
import dev.polar.trust.audit.Category;
import dev.polar.trust.audit.Decision;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The logs of two nodes in one database. */
@Execution(ExecutionMode.SAME_THREAD)
class PastRecordsTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final Trace TRACE = new Trace("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
    private static final Caller.ChannelUser ADA = new Caller.ChannelUser("web", "main", "r", "ada");
    private static final IntentId INTENT = IntentId.fresh();

    @TempDir
    static Path one;

    @TempDir
    static Path two;

    private static TestJournal here;
    private static TestJournal there;
    private static PastRecords records;

    @BeforeAll
    static void two_nodes_write_in_turn() {
        here = TestJournal.open(DATABASE, one);
        there = TestJournal.open(DATABASE, two);
        records = new PastRecords(here.database, here.journal);
        var random = new Random(7);
        for (int i = 0; i < 60; i++) {
            (random.nextBoolean() ? here : there).journal.append(TestJournal.draft("n" + i));
        }
        var call = Draft.of(Category.CALL, "call")
                .caller(ADA, "session")
                .session("web:main:r")
                .trace(TRACE)
                .plugin("acme.mail")
                .tool("acme.mail/send")
                .approval("ap-1");
        here.journal.append(call.allowed().asIntent(INTENT));
        there.journal.append(TestJournal.draft("elsewhere")
                .trace(new Trace(TRACE.traceparent().replace("b7ad6b7169203331", "0000000000000001"))));
        here.journal.append(call.denied(Code.TOOL_FAILED).asOutcome(INTENT));
        here.journal.append(TestJournal.draft("decoy")
                .plugin("acme.mail")
                .fact("said", "\"tool\":\"acme.mail/send\"")
                .fact("tool", "acme.mail/send"));
        here.journal.append(Draft.of(Category.APPROVAL, "approve")
                .caller(new Caller.Operator("ann"), "operator-key")
                .approval("ap-1")
                .allowed());
    }

    @AfterAll
    static void end() {
        here.close();
        there.close();
    }

    @ParameterizedTest
    @CsvSource({
        "TOOL, acme.mail/send, 2",
        "SESSION, web:main:r, 2",
        "CODE, TOOL_FAILED, 1",
        "CODE, NO_SUCH, 0",
        "CATEGORY, approval, 1",
        "ACTION, elsewhere, 1",
        "STAGE, OUTCOME, 1",
        "PLUGIN, acme.mail, 3",
        "APPROVAL, ap-1, 3",
        "CALLER, web:main:r:ada, 2",
        "CALLER, channel:web:main:r:ada, 2",
        "CALLER, ann, 1",
        "CALLER, operator:ann, 1",
        "CALLER, client:ann, 0",
        "TRACE, 0af7651916cd43dd8448eb211c80319c, 3"
    })
    void each_field_narrows(AuditField field, String value, int found) {
        assertEquals(
                found, records.page(AuditQuery.newest(100).and(field, value)).size());
    }

    @Test
    void filters_hold_together() {
        var query = AuditQuery.newest(100)
                .and(AuditField.TOOL, "acme.mail/send")
                .and(AuditField.STAGE, "OUTCOME")
                .and(AuditField.SESSION, "web:main:r")
                .decided(Decision.DENY)
                .and(AuditField.CODE, "TOOL_FAILED")
                .and(AuditField.INTENT, INTENT.value());
        assertEquals(List.of("call"), actions(records.page(query)));
        assertEquals(List.of(), records.page(query.and(AuditField.PLUGIN, "acme.other")));
        assertEquals(List.of(), records.page(query.and(AuditField.NODE, there.journal.node())));
    }

    @Test
    void a_person_is_found_again_by_the_pseudonym_that_lists_show() {
        var found = records.page(AuditQuery.newest(1).and(AuditField.TOOL, "acme.mail/send"))
                .getFirst();
        assertTrue(found.caller().startsWith("user:"), found.caller());
        assertEquals(
                2, records.page(AuditQuery.newest(9).ofCaller(found.caller())).size());
    }

    @ParameterizedTest
    @CsvSource({"1", "7", "25", "1000"})
    void pages_show_every_record_once_while_others_are_written(int size) {
        var before = cursors(records.page(AuditQuery.newest(10_000)));
        var paged = new ArrayList<String>();
        var query = AuditQuery.newest(size);
        for (var page = records.page(query); !page.isEmpty(); page = records.page(query)) {
            paged.addAll(cursors(page));
            query = query.before(page.getLast().cursor());
            here.journal.append(TestJournal.draft("meanwhile"));
        }
        assertEquals(before, paged);
    }

    @Test
    void a_cursor_is_text_and_nothing_else_is_one() {
        var cursor = records.page(AuditQuery.newest(1)).getFirst().cursor();
        assertEquals(cursor, Cursor.parse(cursor.toString()));
        for (var wrong : List.of("", "1/2/3", "2026-11-21T08:00:00Z/x/1", "2026-11-21T08:00:00Z/1", "//")) {
            assertEquals(
                    Code.REQUEST_INVALID,
                    assertThrows(Refusal.class, () -> Cursor.parse(wrong)).code());
        }
    }

    @Test
    void a_record_is_called_by_its_number_by_its_log_or_by_its_intent() {
        var found = records.one(INTENT.value());
        assertEquals("INTENT", found.record().json().getString("stage"));
        assertEquals(found.cursor(), records.one(records.place(found)).cursor());
        assertEquals(
                found.cursor(),
                records.one(found.log() + "/" + found.record().position().seq()).cursor());
        var elsewhere = records.page(AuditQuery.newest(1).and(AuditField.ACTION, "elsewhere"))
                .getFirst();
        assertTrue(records.place(elsewhere).contains("/"));
        assertEquals(elsewhere.cursor(), records.one(records.place(elsewhere)).cursor());
        assertEquals(
                Code.NOT_FOUND,
                assertThrows(Refusal.class, () -> records.one("no such")).code());
    }

    @Test
    void from_any_record_of_a_trace_its_whole_trace_on_all_nodes_is_one_question() {
        var whole = List.of("call", "elsewhere", "call");
        for (var action : List.of("call", "elsewhere")) {
            var found = records.page(AuditQuery.newest(1).and(AuditField.ACTION, action))
                    .getFirst();
            assertEquals(whole, actions(records.together(found)));
        }
        var approve = records.page(AuditQuery.newest(1).and(AuditField.ACTION, "approve"))
                .getFirst();
        assertEquals(List.of("call", "call", "approve"), actions(records.together(approve)));
        var alone =
                records.page(AuditQuery.newest(1).and(AuditField.ACTION, "n0")).getFirst();
        assertEquals(List.of("n0"), actions(records.together(alone)));
    }

    @Test
    void who_follows_misses_nothing_and_sees_nothing_twice() {
        var tail = records.newest(AuditQuery.newest(3));
        assertEquals(3, tail.records().size());
        var positions = tail.positions();
        var written = new TreeSet<String>();
        var seen = new ArrayList<String>();
        for (int i = 0; i < 40; i++) {
            var action = "t" + i;
            (i % 3 == 0 ? there : here).journal.append(TestJournal.draft(action));
            written.add(action);
            if (i % 5 == 0) {
                var next = records.since(positions, AuditQuery.newest(4));
                seen.addAll(actions(next.records()));
                positions = next.positions();
            }
        }
        for (var next = records.since(positions, AuditQuery.newest(4));
                !next.records().isEmpty();
                next = records.since(positions, AuditQuery.newest(4))) {
            seen.addAll(actions(next.records()));
            positions = next.positions();
        }
        assertEquals(written, new TreeSet<>(seen));
        assertEquals(written.size(), seen.size());
    }

    @Test
    void what_is_followed_can_be_narrowed_and_what_does_not_fit_is_passed_over() {
        var positions = records.newest(AuditQuery.newest(1)).positions();
        IntStream.range(0, 10).forEach(i -> here.journal.append(TestJournal.draft("x" + i % 2)));
        var query = AuditQuery.newest(100).and(AuditField.ACTION, "x1");
        var tail = records.since(positions, query);
        assertEquals(5, tail.records().size());
        assertEquals(List.of(), records.since(tail.positions(), query).records());
        assertEquals(
                Map.of(),
                records.since(Map.of(), AuditQuery.newest(1).and(AuditField.NODE, "nobody"))
                        .positions());
    }

    private static List<String> actions(List<Found> found) {
        return found.stream()
                .map(one -> one.record().json().getString("action"))
                .toList();
    }

    private static List<String> cursors(List<Found> found) {
        return found.stream().map(one -> one.cursor().toString()).toList();
    }
}
