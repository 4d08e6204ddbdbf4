package dev.polar.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an export says beside its records: that the log only grew from a checkpoint that these records do not pass by. */
class TwoVerifiersGrowthTest {
    private static final int SIZE = 23;
    private static final int FIRST = 12;
    private static final int END = 15;

    @TempDir
    Path home;

    private final SampleLog log = SampleLog.of(SIZE);

    private TwoVerifiers.Said held(Path export, String note) throws IOException {
        var kept = Files.writeString(home.resolve("kept"), note);
        return new TwoVerifiers(home).verify(note, export, "--key", log.vkey, "--from-checkpoint", kept);
    }

    @Test
    void a_log_is_seen_to_have_grown_from_whatever_size_it_had() throws IOException {
        for (int from = 1; from <= SIZE; from++) {
            var export = log.export(home.resolve("export"), FIRST, END, from);
            assertEquals("0", held(export, log.note(from)).exit() + "", "from " + from);
        }
    }

    @Test
    void a_log_that_was_told_otherwise_before_is_found_out_at_whatever_size() throws IOException {
        for (int from = 1; from <= SIZE; from++) {
            var fork = log.upTo(from - 1);
            fork.append("another");
            var export = log.export(home.resolve("export"), FIRST, END, from);
            assertEquals("DAMAGED forked", held(export, fork.note(from)).verdict(), "from " + from);
        }
    }

    @ParameterizedTest
    @CsvSource({"5, 6", "6, 5", "18, 19", "8, 0"})
    void a_proof_from_another_size_or_none_compares_nothing(int kept, int from) throws IOException {
        var export = log.export(home.resolve("export"), FIRST, END, from);
        var said = held(export, log.note(kept));
        assertEquals("1 error REQUEST_INVALID", said.exit() + " " + said.verdict());
        assertTrue(said.whole().contains("--older"), said.whole());
    }

    @Test
    void a_proof_is_looked_at_where_it_is_needed_and_nowhere_else() throws IOException {
        var export = log.export(home.resolve("export"), FIRST, END, 5);
        Files.writeString(export.resolve("consistency.json"), "{}");
        assertEquals(0, held(export, log.note(FIRST)).exit());
        assertEquals(
                0, new TwoVerifiers(home).verify("", export, "--key", log.vkey).exit());
        assertEquals("DAMAGED forged", held(export, log.note(5)).verdict());
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5, 7, 16, 22})
    void no_byte_of_a_proof_can_be_another(int from) throws IOException {
        var export = log.export(home.resolve("export"), FIRST, END, from);
        var file = export.resolve("consistency.json");
        var good = Files.readAllBytes(file);
        var random = new Random(from);
        for (int i = 0; i < 12; i++) {
            var bad = good.clone();
            bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, bad);
            assertTrue(
                    held(export, log.note(from)).exit() > 0, new String(bad, java.nio.charset.StandardCharsets.UTF_8));
        }
    }

    @Test
    void an_older_export_that_ends_before_the_newer_begins_is_compared_by_it() throws IOException {
        var both = new TwoVerifiers(home);
        var february = log.upTo(7).export(home.resolve("february"), 2, 7);
        var april = log.export(home.resolve("april"), 16, SIZE, 7);
        assertEquals(
                0,
                both.verify("grown", april, "--key", log.vkey, "--older", february)
                        .exit());
        var fork = log.upTo(5);
        fork.append("another");
        fork.append("and on");
        fork.export(february, 2, 7);
        assertEquals(
                "DAMAGED forked",
                both.verify("forked", april, "--key", log.vkey, "--older", february)
                        .verdict());
    }
}
