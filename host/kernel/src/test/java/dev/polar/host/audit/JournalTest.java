package dev.polar.host.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.host.store.TestDatabase;
import dev.polar.spi.Caller;
import dev.polar.spi.Code;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import dev.polar.spi.Trace;
import dev.polar.trust.audit.AuditRecord;
import dev.polar.trust.audit.Commitment;
import dev.polar.trust.audit.Decision;
import dev.polar.trust.audit.LogVerdict;
import dev.polar.trust.audit.LogVerifier;
import dev.polar.trust.key.Digest;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Execution(ExecutionMode.SAME_THREAD)
class JournalTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    @TempDir
    Path data;

    @TempDir
    Path exports;

    private TestJournal host;

    @BeforeEach
    void open() {
        host = TestJournal.open(DATABASE, data);
        DATABASE.get().write(transaction -> transaction.handle().execute("DROP TABLE IF EXISTS thing"));
        DATABASE.get().write(transaction -> transaction.handle().execute("CREATE TABLE thing (name text UNIQUE)"));
    }

    @AfterEach
    void close() {
        host.close();
    }

    @Test
    void a_record_is_durable_when_append_returns() {
        var seq = host.journal.append(TestJournal.draft("greet").allowed());
        var record = host.log.show(seq).orElseThrow();
        assertEquals("greet", record.json().getString("action"));
        assertEquals("ALLOW", record.json().getString("decision"));
        assertEquals(Set.copyOf(AuditRecord.FIELDS), record.json().keySet());
    }

    @Test
    void a_rider_and_its_record_commit_together() {
        var seen = host.journal.append(TestJournal.draft("add"), (transaction, seq) -> {
            transaction.handle().execute("INSERT INTO thing VALUES ('a')");
            return seq;
        });
        assertEquals(List.of("a"), things());
        assertEquals("add", host.log.show(seen).orElseThrow().json().getString("action"));
    }

    @Test
    void a_failing_rider_fails_its_caller_alone_and_its_record_becomes_the_refusal() throws Exception {
        var refusal = new Refusal(Code.STATE_CONFLICT, "no", "");
        var calls = new ArrayList<Callable<String>>();
        for (int i = 0; i < 20; i++) {
            var name = "thing-" + i;
            boolean fails = i % 4 == 0;
            calls.add(() ->
                    host.journal.append(TestJournal.draft(name).asIntent(IntentId.fresh()), (transaction, seq) -> {
                        transaction.handle().execute("INSERT INTO thing VALUES (?)", name);
                        if (fails) {
                            throw refusal;
                        }
                        return name;
                    }));
        }
        int failed = 0;
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var result : executor.invokeAll(calls)) {
                try {
                    result.get();
                } catch (ExecutionException e) {
                    assertSame(refusal, e.getCause());
                    failed++;
                }
            }
        }
        assertEquals(5, failed);
        assertEquals(15, things().size());
        var records = host.log.list(AuditQuery.newest(100));
        for (int i = 0; i < 20; i++) {
            var name = "thing-" + i;
            var json = records.stream()
                    .map(AuditRecord::json)
                    .filter(found -> found.getString("action").equals(name))
                    .findFirst()
                    .orElseThrow();
            assertEquals(i % 4 == 0 ? "EVENT" : "INTENT", json.getString("stage"));
            assertEquals(i % 4 == 0 ? "STATE_CONFLICT" : null, json.getString("errorCode", null));
            assertEquals(i % 4 == 0 ? "DENY" : null, json.getString("decision", null));
        }
    }

    @Test
    void a_rider_that_breaks_a_rule_of_the_database_fails_alone_too() {
        Rider<Integer> insert = (transaction, seq) -> transaction.handle().execute("INSERT INTO thing VALUES ('same')");
        assertEquals(1, host.journal.append(TestJournal.draft("first"), insert));
        assertThrows(RuntimeException.class, () -> host.journal.append(TestJournal.draft("second"), insert));
        assertEquals("INTERNAL", newest().json().getString("errorCode"));
        assertEquals(List.of("same"), things());
        assertFalse(host.journal.isFenced());
    }

    @Test
    void thirty_two_writers_keep_numbers_without_gaps_and_one_chain() throws Exception {
        int each = 25;
        var calls = new ArrayList<Callable<Void>>();
        for (int writer = 0; writer < 32; writer++) {
            calls.add(() -> {
                for (int i = 0; i < each; i++) {
                    var id = host.journal.intent(TestJournal.draft("work").arguments("{\"i\":" + i + "}"));
                    host.journal.outcome(id, TestJournal.draft("work"));
                }
                return null;
            });
        }
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var result : executor.invokeAll(calls)) {
                result.get();
            }
        }
        var last = host.journal.append(TestJournal.draft("end"));
        Optional<Digest> before = Optional.empty();
        for (long seq = 0; seq <= last.value(); seq++) {
            var record = host.log.show(new Seq(seq)).orElseThrow();
            assertEquals(seq, record.position().seq());
            assertEquals(before, record.position().prev());
            before = Optional.of(record.leaf());
        }
        assertTrue(last.value() >= 32 * each * 2);
        var exported = host.log.export(exports, Optional.empty(), Optional.empty());
        var verdict = LogVerifier.verify(exports, Optional.of(host.journal.key()), Optional.empty());
        assertEquals(new LogVerdict.Proven(exported.checkpoint(), 0, last.value() + 1), verdict);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE audit_record SET action = 'x'",
                "DELETE FROM audit_record",
                "TRUNCATE audit_record",
                "TRUNCATE audit_record, audit_checkpoint, audit_log CASCADE",
                "DELETE FROM audit_checkpoint",
                "UPDATE audit_checkpoint SET root = root",
                "UPDATE audit_log SET vkey = ''",
                "INSERT INTO audit_record SELECT log, seq + 1000000, leaf, body, time, category, action, stage"
                        + " FROM audit_record LIMIT 1"
            })
    void the_table_refuses_every_change_but_the_next_record(String sql) {
        host.journal.append(TestJournal.draft("before"));
        host.journal.checkpoint();
        assertThrows(
                RuntimeException.class,
                () -> DATABASE.get().write(transaction -> transaction.handle().execute(sql)));
    }

    @Test
    void an_intent_that_a_killed_host_left_open_gets_an_unknown_outcome_at_the_next_start() {
        var draft = TestJournal.draft("send").plugin("acme.mail").tool("acme.mail/send");
        var open = host.journal.intent(draft);
        var closed = host.journal.intent(draft);
        host.journal.outcome(closed, draft);
        host.close();

        host = TestJournal.open(DATABASE, data);
        var outcomes = host.log.list(AuditQuery.newest(100).ofPlugin("acme.mail")).stream()
                .map(AuditRecord::json)
                .filter(json -> json.getString("stage").equals("OUTCOME"))
                .toList();
        assertEquals(2, outcomes.size());
        assertEquals(open.value(), outcomes.get(0).getString("intent"));
        assertEquals("OUTCOME_UNKNOWN", outcomes.get(0).getString("errorCode"));
        assertEquals("acme.mail/send", outcomes.get(0).getString("tool"));
        assertEquals(closed.value(), outcomes.get(1).getString("intent"));
        assertNull(outcomes.get(1).getString("errorCode", null));
        host.close();

        host = TestJournal.open(DATABASE, data);
        assertEquals(
                2,
                host.log.list(AuditQuery.newest(100).ofPlugin("acme.mail")).stream()
                        .filter(record -> record.json().getString("stage").equals("OUTCOME"))
                        .count());
    }

    @Test
    void personal_values_are_in_no_record_and_come_back_only_through_the_master_key() {
        var user = new Caller.ChannelUser("telegram", "bot", "room-4711", "user-0815");
        var seq = host.journal.append(TestJournal.draft("call")
                .caller(new Caller.OtherPlugin(new PluginId("polar.responder"), user), "adapter")
                .channel("telegram", "bot", "room-4711", Optional.of("message-99"))
                .personalFact("phone", "+4930123")
                .arguments("{\"to\":\"jane@example.org\"}")
                .result("{\"ok\":\"jane\"}"));
        var record = host.log.show(seq).orElseThrow();
        var text = new String(record.bytes(), StandardCharsets.UTF_8);
        for (var personal : List.of("room-4711", "user-0815", "message-99", "+4930123", "jane")) {
            assertFalse(text.contains(personal), personal + " in " + text);
        }
        assertEquals(25, record.json().getJsonObject("sizes").getInt("arguments"));
        var openings = host.log.openings(seq);
        var fields = new HashSet<String>();
        for (var opening : openings) {
            fields.add(opening.field());
            var committed = (JsonObject) record.json().getValue(opening.field());
            var commitment = new Commitment(new Digest(committed.getString("commitment")));
            assertTrue(commitment.opensTo(opening));
        }
        assertEquals(
                Set.of(
                        "/onBehalfOf/0/id",
                        "/channel/room",
                        "/channel/message",
                        "/facts/phone",
                        "/arguments",
                        "/result"),
                fields);
    }

    @Test
    void a_secret_is_masked_in_everything_that_is_recorded_and_in_what_is_sealed() {
        host.close();
        host = TestJournal.open(DATABASE, data, Duration.ofSeconds(2), text -> text.replace("s3cr3t", "secret:token"));
        var seq = host.journal.append(TestJournal.draft("call")
                .fact("url", "https://x/?t=s3cr3t")
                .delta(Json.createArrayBuilder().add("a s3cr3t").build())
                .arguments("{\"token\":\"s3cr3t\"}"));
        assertThrows(
                RuntimeException.class,
                () -> host.journal.append(TestJournal.draft("call").fact("url", "s3cr3t"), (transaction, at) -> {
                    throw new IllegalStateException();
                }));
        host.log.export(exports, Optional.empty(), Optional.empty());
        var record = new String(host.log.show(seq).orElseThrow().bytes(), StandardCharsets.UTF_8);
        assertTrue(record.contains("https://x/?t=secret:token") && record.contains("a secret:token"), record);
        assertEquals(
                "{\"token\":\"secret:token\"}",
                new String(host.log.openings(seq).getFirst().value(), StandardCharsets.UTF_8));
        assertDoesNotContain(exports, "s3cr3t");
    }

    @Test
    void a_draft_larger_than_a_record_is_recorded_with_its_largest_fields_hidden() {
        var seq = host.journal.append(TestJournal.draft("big")
                .fact("small", "kept?")
                .delta(Json.createValue("y".repeat(70_000)))
                .permissionsUsed(Collections.nCopies(4_000, "net.connect(a:1)"))
                .tool("a.b/c"));
        var json = host.log.show(seq).orElseThrow().json();
        assertEquals("kept?", json.getJsonObject("facts").getString("small"));
        assertTrue(json.getJsonObject("delta").containsKey("commitment"));
        assertEquals("a.b/c", json.getString("tool"));
        var opening = host.log.openings(seq).getFirst();
        assertEquals("/delta", opening.field());
        assertEquals(70_002, opening.value().length);
    }

    @Test
    void records_are_found_by_plugin_caller_trace_decision_and_time() {
        var trace = new Trace("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        var user = new Caller.ChannelUser("slack", "t1", "c1", "u1");
        host.journal.append(TestJournal.draft("one").plugin("q.one").caller(new Caller.Client("claude-q"), "token"));
        host.journal.append(
                TestJournal.draft("two").plugin("q.two").trace(trace).denied(Code.POLICY_DENIED));
        host.journal.append(TestJournal.draft("three").caller(user, "adapter"));
        var query = AuditQuery.newest(10);
        assertEquals(List.of("one"), actions(query.ofPlugin("q.one")));
        assertEquals(List.of("one"), actions(query.ofCaller("claude-q")));
        assertEquals(List.of("three"), actions(query.ofCaller(user.name())));
        assertEquals(List.of("two"), actions(query.ofTrace(trace.traceparent())));
        assertEquals(List.of("two"), actions(query.ofTrace("0af7651916cd43dd8448eb211c80319c")));
        assertEquals(List.of("two"), actions(query.decided(Decision.DENY).ofPlugin("q.two")));
        var time = host.log.list(query.ofPlugin("q.two")).getFirst().position().time();
        assertEquals(
                List.of("two"),
                actions(query.between(time, time.plusNanos(1_000)).ofPlugin("q.two")));
        assertEquals(
                List.of(), actions(query.between(time.minusSeconds(9), time).ofPlugin("q.two")));
        assertEquals(List.of("three", "two"), actions(AuditQuery.newest(2)));
    }

    @Test
    void one_question_finds_who_asked_for_an_approval_who_gave_it_and_what_ran() {
        host.journal.append(TestJournal.draft("asked").asked().fact("approval", "ap-1"));
        host.journal.append(TestJournal.draft("approve").approval("ap-1").allowed());
        host.journal.append(TestJournal.draft("ran").approval("ap-1").allowed());
        host.journal.append(TestJournal.draft("other").approval("ap-2").allowed());
        assertEquals(
                List.of("ran", "approve", "asked"),
                actions(AuditQuery.newest(10).aboutApproval("ap-1")));
    }

    @Test
    void a_log_without_news_says_again_and_again_that_it_is_alive() {
        host.close();
        host = TestJournal.open(DATABASE, data, Duration.ofMillis(300));
        assertTrue(Eventually.holds(() -> actions(AuditQuery.newest(2)).equals(List.of("heartbeat", "heartbeat"))));
    }

    @Test
    void text_that_postgresql_cannot_hold_in_a_column_does_not_stop_the_log() {
        var seq = host.journal.append(TestJournal.draft("nul").plugin("a\0b").trace(new Trace("\0")));
        assertEquals(
                "a\0b",
                host.log.show(seq).orElseThrow().json().getJsonObject("plugin").getString("name"));
    }

    @Test
    void a_lone_surrogate_is_refused_before_it_reaches_the_log() {
        assertThrows(RuntimeException.class, () -> host.journal.append(TestJournal.draft("\ud800")));
        host.journal.append(TestJournal.draft("next"));
    }

    @Test
    void an_export_of_a_time_span_proves_itself_and_agrees_with_the_checkpoint_before() throws Exception {
        for (int i = 0; i < 5; i++) {
            host.journal.append(TestJournal.draft("early"));
        }
        var first = host.log.export(exports.resolve("first"), Optional.empty(), Optional.empty());
        var from = host.log
                .show(host.journal.append(TestJournal.draft("late")))
                .orElseThrow()
                .position()
                .time();
        var last = host.journal.append(TestJournal.draft("late"));
        var second = host.log.export(exports.resolve("second"), Optional.of(from), Optional.empty());
        assertTrue(second.first() >= first.checkpoint().size() && second.count() >= 2);
        assertEquals(last.value() + 1, second.first() + second.count());
        assertInstanceOf(
                LogVerdict.Proven.class,
                LogVerifier.verify(
                        exports.resolve("second"), Optional.of(host.journal.key()), Optional.of(first.checkpoint())));
        assertEquals(
                Code.USAGE,
                assertThrows(
                                Refusal.class,
                                () -> host.log.export(exports.resolve("second"), Optional.empty(), Optional.empty()))
                        .code());
    }

    private List<String> actions(AuditQuery query) {
        return host.log.list(query).stream()
                .map(record -> record.json().getString("action"))
                .toList();
    }

    private AuditRecord newest() {
        return host.log.list(AuditQuery.newest(1)).getFirst();
    }

    private List<String> things() {
        return DATABASE.get()
                .read(transaction -> transaction
                        .handle()
                        .select("SELECT name FROM thing ORDER BY name")
                        .mapTo(String.class)
                        .list());
    }

    private static void assertDoesNotContain(Path directory, String canary) {
        try (var files = Files.list(directory)) {
            for (var file : files.toList()) {
                assertFalse(Files.readString(file).contains(canary), file.toString());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
