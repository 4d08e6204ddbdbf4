package dev.polar.host.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.host.store.Database;
import dev.polar.host.store.TestDatabase;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.audit.Category;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Two logins: one owns the tables, the host has the other, and not even its own SQL changes what was logged. */
class ClosedLogTest {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    Path data;

    private final String login = "polar_host_" + NUMBER.incrementAndGet();
    private TestJournal host;

    @BeforeEach
    void open() {
        sql(database.get(), "CREATE ROLE " + login + " LOGIN PASSWORD 'test'");
        database.get().admit(login, true);
        host = TestJournal.segmented(
                Database.at(database.url().replaceFirst("//[^@]*@", "//" + login + ":test@")), data, 256);
    }

    @AfterEach
    void close() {
        host.close();
        sql(database.get(), "DROP OWNED BY " + login);
        sql(database.get(), "DROP ROLE " + login);
    }

    private static int sql(Database database, String sql) {
        return database.write(transaction -> transaction.handle().execute(sql));
    }

    private void write(int records) {
        SmallSegments.write(
                host.journal, records, i -> TestJournal.draft("greet").allowed());
    }

    @Test
    void the_host_writes_archives_and_prunes() {
        write(800);
        var archives = new Archives(host.database, host.journal, data.resolve("archives"));
        assertEquals(3, archives.make(draft -> draft).size());
        var pruning =
                new Pruning(host.database, host.journal, archives, new LegalHolds(host.database), LogReaders.NONE);
        var segments = pruning.before(Instant.MAX).segments();
        assertEquals(0, pruning.prune(Draft.of(Category.AUDIT, "prune"), segments, (transaction, seq) -> seq));
        write(10);
        database.get().admit(login, false);
        write(300);
        archives.make(draft -> draft);
        var more = pruning.before(Instant.MAX).segments();
        assertEquals(
                1,
                pruning.prune(Draft.of(Category.AUDIT, "prune"), more, (transaction, seq) -> seq),
                "a login that may not drop leaves it to the owner");
        sql(database.get(), "SELECT audit_drop_pruned(log, first) FROM audit_pruned");
        assertEquals(0, pruning.drop());
    }

    @Test
    void nothing_that_login_can_say_changes_the_log() {
        write(300);
        for (var sql : new String[] {
            "UPDATE audit_record SET action = 'x'",
            "DELETE FROM audit_record",
            "TRUNCATE audit_record",
            "DELETE FROM audit_record_1_0",
            "INSERT INTO audit_record_1_0 SELECT * FROM audit_record LIMIT 1",
            "DROP TABLE audit_record",
            "DROP TABLE audit_record_1_0",
            "DROP TRIGGER append_only ON audit_record",
            "ALTER TABLE audit_record DISABLE TRIGGER ALL",
            "ALTER TABLE audit_record DETACH PARTITION audit_record_1_0",
            "SET session_replication_role = replica",
            "CREATE OR REPLACE FUNCTION audit_has_no_gap() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
            "DELETE FROM audit_checkpoint",
            "UPDATE audit_log SET vkey = ''",
            "UPDATE migration SET sha256 = ''",
            "UPDATE audit_opening SET sealed = ''",
            "SELECT polar_grant('" + login + "', true)",
            "CREATE TABLE audit_pruned_too (log integer)",
        }) {
            var refused = assertThrows(RuntimeException.class, () -> sql(host.database, sql), sql);
            assertTrue(refused.toString().matches("(?s).*(permission denied|must be owner).*"), refused.toString());
        }
        write(1);
    }

    @Test
    void a_table_of_its_own_does_not_deceive_what_runs_as_the_owner() {
        write(300);
        var refused = assertThrows(
                RuntimeException.class,
                () -> host.database.write(transaction -> {
                    transaction.handle().execute("CREATE TEMPORARY TABLE audit_pruned (log integer, first bigint)");
                    transaction.handle().execute("INSERT INTO pg_temp.audit_pruned VALUES (1, 0)");
                    return transaction.handle().execute("SELECT audit_drop_pruned(1, 0)");
                }));
        assertTrue(refused.toString().contains("is not pruned"), refused.toString());
    }

    @Test
    void who_could_act_as_the_owner_is_not_let_in() {
        assertEquals(
                Code.SETTING_INVALID,
                assertThrows(Refusal.class, () -> database.get().admit("postgres", false))
                        .code());
        assertEquals(
                Code.SETTING_INVALID,
                assertThrows(Refusal.class, () -> database.get().admit("nobody_at_all", false))
                        .code());
    }

    @Test
    void a_login_that_owns_nothing_is_told_that_steps_are_missing() {
        sql(database.get(), "DROP FUNCTION polar_grant");
        sql(database.get(), "DELETE FROM migration WHERE file = '566-grant.sql'");
        var refused = assertThrows(
                Refusal.class, () -> Database.at(database.url().replaceFirst("//[^@]*@", "//" + login + ":test@")));
        assertEquals(Code.SETTING_INVALID, refused.code());
        assertTrue(refused.getMessage().contains("from 566-grant.sql"), refused.getMessage());
    }
}
