package dev.polar.host.lifecycle;

import static dev.polar.host.lifecycle.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.adminapi.BackedUp;
import dev.polar.adminapi.BackupRequest;
import dev.polar.host.audit.AuditLog;
import dev.polar.host.backup.Backups;
import dev.polar.host.backup.RestoreNote;
import dev.polar.host.backup.Restoring;
import dev.polar.host.catalog.State;
import dev.polar.host.store.Database;
import dev.polar.host.store.TestDatabase;
import dev.polar.spi.Caller;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.audit.LogVerdict;
import dev.polar.trust.audit.LogVerifier;
import dev.polar.trust.key.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Backups made beside a running host, and what comes back. */
@Timeout(180)
class RestoreTest {
    private static final Caller.Operator ADA = new Caller.Operator("local:ada");

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    Path directory;

    private Path data;
    private Path file;
    private TestHost host;

    @BeforeEach
    void startAHostWithAPlugin() throws IOException {
        data = Files.createDirectory(directory.resolve("data"));
        file = directory.resolve("polar.backup");
        Files.writeString(data.resolve("installation"), "this-installation");
        host = TestHost.start(data, database.get());
        host.install(Pack.code("local.notes", "1.0.0"));
        host.enable("local.notes");
        Files.createDirectories(data.resolve("data/local.notes"));
        Files.writeString(data.resolve("data/local.notes/kept.txt"), "as of yesterday");
    }

    @AfterEach
    void stopTheHost() {
        host.close();
    }

    @Test
    void yesterday_s_backup_keeps_today_s_revocation_in_force_and_asks_about_the_rest() throws IOException {
        backup();
        host.install(Pack.code("local.other", "1.0.0"));
        host.enable("local.other");
        host.run("revoke", "local.notes", "kind", "plugin", "reason", "key stolen");
        Files.writeString(data.resolve("data/local.notes/kept.txt"), "as of today");
        export("today");
        host.close();

        var restored = restoring(data).from(file, "", false);
        assertTrue(restored.done());
        assertEquals(1, restored.revocations());
        assertEquals("as of yesterday", Files.readString(data.resolve("data/local.notes/kept.txt")));
        assertEquals("as of today", Files.readString(Path.of(restored.before()).resolve("data/local.notes/kept.txt")));

        restart();
        assertTrue(host.memory.isHeld());
        assertEquals(
                List.of("consent plugin:local.other was at 2 and is at 0", "epoch local.other was at 1 and is at 0"),
                host.memory.fallen().stream().map(Object::toString).toList());
        assertEquals(1, host.records("%\"action\":\"restore\"%" + restored.digest() + "%"));
        assertEquals(1, host.records("%\"action\":\"continue\"%ends at%"), "the log says where it broke off");
        export("afterwards");
        host.run("trust.accept-rollback", "");
        assertFalse(host.live("local.notes"), "revoked today, though the backup knows nothing of it");
        assertEquals(Code.PLUGIN_REVOKED, host.out("local.notes").code());
        assertEquals(Optional.empty(), host.state("local.other"));
        restart();
        assertFalse(host.memory.isHeld());
        assertFalse(host.live("local.notes"));
    }

    @Test
    void what_was_open_then_is_not_done_twice() throws IOException {
        host.sql(
                "INSERT INTO outbox (answers, kind, account, room, person, text) VALUES (1, 'web', 'a', 'r', 'p', 'hello')");
        host.sql("INSERT INTO approval VALUES ('ap-1', 'd', 't', 'p', 'c', '{}', 'x', 's', 'APPROVED', now(),"
                + " now() + interval '1 hour', 1, 'alice', NULL)");
        backup();
        host.close();
        restoring(data).from(file, "", false);
        restart();
        assertFalse(host.memory.isHeld(), "nothing was decided since");
        assertEquals(1, host.count("outbox WHERE state = 'UNKNOWN'"));
        assertEquals(0, host.count("approval WHERE uses_left > 0 OR expires_at > now()"));
        assertTrue(host.live("local.notes"));
        export("afterwards");
        host.install(Pack.code("local.more", "1.0.0"));
        assertEquals(Optional.of(State.DISABLED), host.state("local.more"), "and numbers go on where they were");
    }

    @Test
    void on_an_empty_machine_it_starts_with_a_database_of_its_own_and_says_what_it_cannot_know() throws IOException {
        host.sql("INSERT INTO document (plugin, publisher, collection, scope_kind, scope_id, key, text, updated_at)"
                + " SELECT 'local.notes', 'local', 'c', 'USER', 'u', 'k' || n, E'tab\\tline\\nback\\\\slash ü', now()"
                + " FROM generate_series(1, 20000) n");
        var made = backup();
        assertEquals(PosixFilePermissions.fromString("rw-------"), Files.getPosixFilePermissions(file));
        var other = directory.resolve("other");
        var cache = Path.of(System.getProperty("basedir", "."), "target", "cache");
        var restored = new Restoring(other, cache, Optional.empty()).from(file, made.digest(), false);
        assertEquals(made.rows(), restored.rows());
        assertEquals("", restored.before());
        assertEquals(2, restored.unchecked().size(), restored.unchecked()::toString);
        assertTrue(restored.operators().getFirst().startsWith("alice "));
        assertTrue(restored.secrets().contains("no master key"), restored.secrets());
        assertFalse(Files.exists(other.resolve("master.key")));
        Files.copy(data.resolve("operator.pem"), other.resolve("operator.pem"));
        try (var own = Database.embedded(other, cache);
                var there = TestHost.start(other, own)) {
            assertFalse(there.memory.isHeld());
            assertTrue(there.live("local.notes"));
            assertEquals(20_000, there.count("document WHERE text = E'tab\\tline\\nback\\\\slash ü'"));
            assertEquals(1, there.records("%\"action\":\"continue\"%key was replaced%"));
            there.run("disable", "local.notes");
        }
    }

    @Test
    void a_backup_of_another_installation_is_refused_and_nothing_changes() throws IOException {
        backup();
        host.close();
        Files.writeString(data.resolve("installation"), "another");
        assertRefused(Code.STATE_CONFLICT, () -> restoring(data).from(file, "", false));
        Files.writeString(data.resolve("installation"), "this-installation");
        restart();
        assertTrue(host.live("local.notes"));
    }

    @Test
    void a_backup_with_another_digest_is_refused() {
        backup();
        assertRefused(Code.DIGEST_MISMATCH, () -> restoring(data).from(file, "sha256:" + "0".repeat(64), true));
    }

    @Test
    void the_master_key_is_in_it_only_if_it_was_asked_for() throws IOException {
        assertFalse(backup().masterKey());
        var with = directory.resolve("with.backup");
        assertTrue(backups().make(new BackupRequest(with.toString(), true), ADA).masterKey());
        assertEquals(2, host.records("%\"action\":\"backup\"%\"digest\"%"), "each is on record");
        host.close();
        assertEquals(
                "the backup's master key opens them",
                restoring(data).from(with, "", true).secrets());
    }

    @Test
    void a_rehearsal_changes_nothing() throws IOException {
        backup();
        host.run("disable", "local.notes");
        host.close();
        var before = names(data);
        assertFalse(restoring(data).from(file, "", true).done());
        assertEquals(before, names(data));
        restart();
        assertEquals(Optional.of(State.DISABLED), host.state("local.notes"));
    }

    @Test
    void a_backup_that_somebody_made_writes_no_tables_of_the_servers() throws IOException {
        backup();
        var crafted = directory.resolve("crafted");
        try (var in = new ZipInputStream(Files.newInputStream(file));
                var out = new ZipOutputStream(Files.newOutputStream(crafted))) {
            for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                var bytes = in.readAllBytes();
                if (entry.getName().equals("backup.json")) {
                    out.putNextEntry(new ZipEntry("tables/pg_shdescription"));
                    var text = new String(bytes, StandardCharsets.UTF_8)
                            .replace(
                                    "\"entries\":{",
                                    "\"entries\":{\"tables/pg_shdescription\":\""
                                            + Digest.of(new byte[0]).hex() + "\",")
                            .replace(
                                    "\"tables\":[",
                                    "\"tables\":[{\"name\":\"pg_shdescription\",\"columns\":[\"description\"],"
                                            + "\"counters\":{},\"rows\":0},");
                    bytes = text.getBytes(StandardCharsets.UTF_8);
                }
                out.putNextEntry(new ZipEntry(entry.getName()));
                out.write(bytes);
            }
        }
        host.close();
        var refusal = assertRefused(Code.BACKUP_DAMAGED, () -> restoring(data).from(crafted, "", false));
        assertTrue(refusal.getMessage().contains("no table of Polar"), refusal.getMessage());
    }

    @Test
    void a_damaged_backup_is_refused_whole() throws IOException {
        backup();
        host.close();
        var bytes = Files.readAllBytes(file);
        var random = new Random(42);
        var whole = restoring(data).from(file, "", true);
        for (int round = 0; round < 60; round++) {
            var bad = bytes.clone();
            bad[random.nextInt(bad.length * 9 / 10)] ^= (byte) (1 << random.nextInt(8));
            var other = directory.resolve("bad" + round);
            Files.write(other, bad);
            var why = assertThrows(
                    Refusal.class,
                    () -> restoring(data).from(other, Digest.of(bytes).toString(), true));
            assertTrue(Set.of(Code.DIGEST_MISMATCH, Code.BACKUP_DAMAGED).contains(why.code()), why.getMessage());
            try {
                // In headers that decide nothing, such as time stamps, it may pass: then all of it is as it was.
                assertEquals(
                        whole.operators(), restoring(data).from(other, "", true).operators());
            } catch (Refusal refusal) {
                assertEquals(Code.BACKUP_DAMAGED, refusal.code());
            }
        }
        Files.write(file, Arrays.copyOf(bytes, bytes.length / 2), StandardOpenOption.TRUNCATE_EXISTING);
        assertRefused(Code.BACKUP_DAMAGED, () -> restoring(data).from(file, "", false));
    }

    /** Killed as soon as a file of that name is there, which is before, about and after the moment it counts. */
    @ParameterizedTest
    @CsvSource({".restoring-,old", "restore.pending,", "restore.pending,", "before-restore-,new", "before-restore-,new"
    })
    void killed_at_any_moment_it_leaves_the_old_or_the_new(String sign, @Nullable String expected) throws Exception {
        backup();
        host.run("disable", "local.notes");
        host.close();
        killOnceThereIs(sign);
        new RestoreNote(data).resume(Optional.of(database.url()));
        restart();
        var isOld = host.state("local.notes").equals(Optional.of(State.DISABLED));
        assertTrue(expected == null || expected.equals(isOld ? "old" : "new"));
        assertEquals(!isOld, host.memory.isHeld(), "the new is behind what was seen, and only the new");
        assertEquals(isOld ? 0 : 1, host.records("%\"action\":\"restore\"%"));
        assertEquals(!isOld, names(data).stream().anyMatch(name -> name.startsWith("before-restore-")));
        assertTrue(
                names(data).stream().noneMatch(name -> name.startsWith(".restor") || name.equals("restore.pending")));
    }

    private void killOnceThereIs(String sign) throws IOException, InterruptedException {
        try (var watch = data.getFileSystem().newWatchService()) {
            data.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
            var process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-cp",
                            System.getProperty("java.class.path"),
                            KilledRestore.class.getName(),
                            data.toString(),
                            database.url(),
                            file.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                for (boolean seen = false; !seen; ) {
                    var key = watch.take();
                    seen = key.pollEvents().stream()
                            .anyMatch(event -> event.context().toString().startsWith(sign));
                    key.reset();
                }
            } finally {
                process.destroyForcibly().waitFor();
            }
        }
    }

    private void export(String name) {
        var to = directory.resolve(name);
        new AuditLog(database.get(), host.journal).export(to, Optional.empty(), Optional.empty());
        var verdict = LogVerifier.verify(to, Optional.of(host.journal.key()), Optional.empty());
        assertInstanceOf(LogVerdict.Proven.class, verdict, verdict.line());
    }

    private BackedUp backup() {
        return backups().make(new BackupRequest(file.toString(), false), ADA);
    }

    private Backups backups() {
        return new Backups(database.get(), data, host.journal, InstantSource.system());
    }

    private Restoring restoring(Path into) {
        return new Restoring(into, directory.resolve("cache"), Optional.of(database.url()));
    }

    private void restart() {
        host.close();
        host = TestHost.start(data, database.get());
        new RestoreNote(data).record(host.journal);
    }

    private static List<String> names(Path directory) throws IOException {
        try (var found = Files.list(directory)) {
            return found.map(path -> path.getFileName().toString())
                    .filter(name -> !name.equals("postgres.lock"))
                    .sorted()
                    .toList();
        }
    }
}
