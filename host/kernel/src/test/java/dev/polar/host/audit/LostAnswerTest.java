package dev.polar.host.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.host.store.TestDatabase;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.audit.AuditRecord;
import dev.polar.trust.audit.LogVerdict;
import dev.polar.trust.audit.LogVerifier;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The moment when neither side knows: the connection ends while the commit is on its way. */
@Execution(ExecutionMode.SAME_THREAD)
class LostAnswerTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    @TempDir
    Path data;

    @TempDir
    Path exports;

    private LosingProxy network;
    private TestJournal host;

    @BeforeEach
    void open() throws IOException {
        network = new LosingProxy(DATABASE.port());
        host = TestJournal.open(DATABASE.reopenedThrough(network.port()), data, Duration.ofSeconds(2), Masking.NONE);
        sql("CREATE TABLE IF NOT EXISTS thing (name text)");
        sql("TRUNCATE thing");
    }

    @AfterEach
    void close() throws IOException {
        host.close();
        network.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = LosingProxy.Loss.class,
            names = {"COMMIT", "ANSWER"})
    void a_commit_whose_answer_is_lost_takes_effect_exactly_once(LosingProxy.Loss loss) {
        host.journal.checkpoint(); // none is owed now, so the next commit is ours
        network.loseNext(loss, false);
        var seq = host.journal.append(TestJournal.draft("once"), (transaction, at) -> {
            transaction.handle().execute("INSERT INTO thing VALUES ('effect')");
            return at;
        });
        assertEquals(List.of("effect"), things());
        assertEquals(1, records("once").size());
        assertEquals(seq.value(), records("once").getFirst().position().seq());
        host.journal.append(TestJournal.draft("next"));
        host.log.export(exports, Optional.empty(), Optional.empty());
        assertInstanceOf(
                LogVerdict.Proven.class,
                LogVerifier.verify(exports, Optional.of(host.journal.key()), Optional.empty()));
    }

    @Test
    void a_server_that_never_hears_of_the_commit_writes_nothing_and_is_let_back_in() {
        host.journal.checkpoint();
        network.loseNext(LosingProxy.Loss.EVERYTHING, false);
        var refusal = assertThrows(
                Refusal.class,
                () -> host.journal.append(
                        TestJournal.draft("never"),
                        (transaction, at) -> transaction.handle().execute("INSERT INTO thing VALUES ('effect')")));
        assertEquals(Code.AUDIT_UNAVAILABLE, refusal.code());
        assertEquals("yes", refusal.details().get("certain"));
        host.journal.append(TestJournal.draft("next"));
        assertEquals(List.of(), things());
        assertEquals(List.of(), records("never"));
    }

    @Test
    void an_intent_nobody_can_vouch_for_is_refused_as_uncertain_and_closed_later() {
        host.journal.checkpoint();
        network.loseNext(LosingProxy.Loss.ANSWER, true);
        var id = IntentId.fresh();
        var refusal = assertThrows(
                Refusal.class,
                () -> host.journal.append(TestJournal.draft("perhaps").asIntent(id)));
        assertEquals(Code.AUDIT_UNAVAILABLE, refusal.code());
        assertEquals("no", refusal.details().get("certain"));
        network.comeBack();
        host.journal.append(TestJournal.draft("next"));
        assertTrue(Eventually.holds(() -> records("perhaps").size() == 2));
        var found = records("perhaps").stream().map(AuditRecord::json).toList();
        assertEquals(
                List.of("OUTCOME", "INTENT"),
                found.stream().map(json -> json.getString("stage")).toList());
        assertEquals("OUTCOME_UNKNOWN", found.getFirst().getString("errorCode"));
        assertTrue(found.stream().allMatch(json -> json.getString("intent").equals(id.value())));
    }

    private List<AuditRecord> records(String action) {
        return host.log.list(AuditQuery.newest(50)).stream()
                .filter(record ->
                        record.position().node().equals(host.journal.log().node()))
                .filter(record -> record.json().getString("action").equals(action))
                .toList();
    }

    private List<String> things() {
        return DATABASE.get()
                .read(transaction -> transaction
                        .handle()
                        .select("SELECT name FROM thing")
                        .mapTo(String.class)
                        .list());
    }

    private static void sql(String sql) {
        DATABASE.get().write(transaction -> transaction.handle().execute(sql));
    }
}
