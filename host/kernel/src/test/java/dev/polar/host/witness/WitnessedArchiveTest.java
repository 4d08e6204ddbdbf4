package dev.polar.host.witness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.polar.host.audit.Archives;
import dev.polar.host.audit.Checkpoints;
import dev.polar.host.audit.Draft;
import dev.polar.host.audit.PostgresJournal;
import dev.polar.host.audit.SmallSegments;
import dev.polar.host.store.TestDatabase;
import dev.polar.trust.audit.Category;
import dev.polar.trust.audit.Kept;
import dev.polar.trust.audit.LogVerdict;
import dev.polar.trust.audit.LogVerifier;
import dev.polar.trust.audit.WitnessPolicy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** An archive is all that is left of its records some day, so it has to carry what witnesses signed; a segment is 256 records. */
class WitnessedArchiveTest {
    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    Path home;

    private PostgresJournal journal;
    private TestWitness one;
    private TestWitness two;
    private Witnesses asking;
    private Archives archives;

    @BeforeEach
    void a_log_with_a_whole_segment_and_two_witnesses() throws IOException {
        journal = SmallSegments.open(database.get(), home.resolve("data"), InstantSource.system(), 256);
        one = new TestWitness(home.resolve("one"), "w.example/1").watching(journal.key());
        two = new TestWitness(home.resolve("two"), "w.example/2").watching(journal.key());
        one.status = 503;
        two.status = 503;
        var policy = Files.writeString(home.resolve("policy"), policy("2"));
        asking = Witnesses.of(
                Optional.of(policy), new Checkpoints(database.get(), journal), journal, InstantSource.system());
        archives = new Archives(database.get(), journal, home.resolve("archives"), asking::checkpoint);
        write(300);
    }

    @AfterEach
    void end() {
        asking.close();
        one.close();
        two.close();
        journal.close();
    }

    private void write(int records) {
        SmallSegments.write(journal, records, i -> Draft.of(Category.HOST, "test"));
    }

    private String policy(String needed) {
        return "log " + journal.key() + "\n" + one.line("one") + two.line("two") + "group enough " + needed
                + " one two\nquorum enough\n";
    }

    private LogVerdict verdict(String needed) {
        var policy = WitnessPolicy.parse(policy(needed).getBytes(StandardCharsets.UTF_8));
        return LogVerifier.verify(
                archives.list().getFirst().file(), new Kept(Optional.empty(), Optional.of(policy), Optional.empty()));
    }

    private void made() throws IOException {
        for (var archived : archives.list()) {
            Files.delete(archived.file());
        }
        archives.make(draft -> draft);
    }

    @Test
    void an_archive_carries_the_signatures_of_the_witnesses_of_the_host() throws IOException {
        one.status = 0;
        two.status = 0;
        made();
        assertInstanceOf(LogVerdict.Proven.class, verdict("2"));
    }

    @Test
    void of_the_checkpoints_that_cover_it_the_one_counts_that_most_witnesses_signed() throws IOException {
        made();
        assertInstanceOf(LogVerdict.Unwitnessed.class, verdict("1"), "nobody has signed anything");
        one.status = 0;
        asking.checkpoint();
        made();
        assertInstanceOf(LogVerdict.Proven.class, verdict("1"), "made again it carries what there is");
        assertInstanceOf(LogVerdict.Unwitnessed.class, verdict("2"));
        write(300);
        two.status = 0;
        long both = asking.checkpoint().signatures().size();
        assertEquals(3, both);
        one.status = 503;
        two.status = 503;
        write(300);
        made();
        assertInstanceOf(LogVerdict.Proven.class, verdict("2"));
    }
}
