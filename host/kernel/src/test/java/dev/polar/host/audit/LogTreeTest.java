package dev.polar.host.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.host.store.TestDatabase;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.audit.Checkpoint;
import dev.polar.trust.audit.Tile;
import dev.polar.trust.key.Digest;
import java.nio.file.Path;
import java.util.Collections;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.SAME_THREAD)
class LogTreeTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    @TempDir
    Path data;

    private TestJournal host;

    @BeforeEach
    void open() throws Exception {
        host = TestJournal.open(DATABASE, data);
        write(600);
    }

    @AfterEach
    void close() {
        host.close();
    }

    @Test
    void any_record_is_proven_and_so_is_growth_from_any_size() throws Exception {
        var first = checkpoint();
        write(300);
        var now = checkpoint();
        for (var at : new Checkpoint[] {first, now}) {
            for (long seq : new long[] {0, 255, 256, 511, 512, first.size() - 1}) {
                assertTrue(host.journal.tree().inclusion(seq, record(seq), at).proves(record(seq), at.root()));
            }
        }
        var grown = host.journal.tree().consistency(first.size(), now);
        assertTrue(grown.proves(first.root(), now.root()));
        assertEquals(0, host.journal.tree().consistency(0, now).hashes().size());
        assertThrows(
                IllegalArgumentException.class, () -> host.journal.tree().inclusion(first.size(), record(0), first));
        assertThrows(IllegalArgumentException.class, () -> host.journal.tree().consistency(now.size() + 1, now));
    }

    @Test
    void tiles_are_written_once_full_and_go_on_after_a_restart() throws Exception {
        assertEquals(tilesOf(checkpoint()), tiles());
        host.close();
        host = TestJournal.open(DATABASE, data);
        write(300);
        var now = checkpoint();
        assertEquals(tilesOf(now), tiles());
        assertTrue(host.journal.tree().inclusion(700, record(700), now).proves(record(700), now.root()));
    }

    @Test
    void tiles_that_are_missing_at_a_start_are_made_again() throws Exception {
        host.close();
        sql("DELETE FROM audit_tile");
        host = TestJournal.open(DATABASE, data);
        assertTrue(host.journal.key().name().endsWith("/1"), "the same log");
        assertEquals(tilesOf(checkpoint()), tiles());
        write(300);
        var now = checkpoint();
        assertTrue(host.journal.tree().consistency(600, now).hashes().size() > 1);
    }

    @Test
    void no_wrong_tile_is_believed() {
        var now = checkpoint();
        sql("UPDATE audit_tile SET hashes = set_byte(hashes, 77, 255 - get_byte(hashes, 77)) WHERE index = 0");
        assertTrue(host.journal.tree().inclusion(3, record(3), now).proves(record(3), now.root()));
        sql("UPDATE audit_tile SET root = set_byte(root, 7, 255 - get_byte(root, 7))");
        assertTrue(host.journal.tree().inclusion(300, record(300), now).proves(record(300), now.root()));
        sql("DELETE FROM audit_tile");
        assertTrue(host.journal.tree().inclusion(3, record(3), now).proves(record(3), now.root()));
        assertEquals(tilesOf(now), tiles());
    }

    @Test
    void a_leaf_that_was_not_signed_is_proven_by_nothing() {
        var now = checkpoint();
        var other = assertThrows(Refusal.class, () -> host.journal.tree().inclusion(3, record(4), now));
        assertEquals(Code.AUDIT_DAMAGED, other.code());
    }

    private void write(int records) throws InterruptedException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            threads.invokeAll(Collections.nCopies(records, () -> host.journal.append(TestJournal.draft("work"))));
        }
    }

    private Checkpoint checkpoint() {
        return Checkpoint.parse(host.journal.checkpoint().text());
    }

    private Digest record(long seq) {
        return host.log.show(new Seq(seq)).orElseThrow().leaf();
    }

    private static long tilesOf(Checkpoint checkpoint) {
        return checkpoint.size() / Tile.FULL;
    }

    private long tiles() {
        return host.database.read(transaction -> transaction
                .handle()
                .createQuery("SELECT count(*) FROM audit_tile WHERE log = :log AND level = 0")
                .bind("log", host.journal.log().id())
                .mapTo(Long.class)
                .one());
    }

    private static void sql(String sql) {
        DATABASE.get().write(transaction -> transaction.handle().execute(sql));
    }
}
