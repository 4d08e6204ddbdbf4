package dev.polar.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.trust.audit.LogVerifier;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One bit of an export of a log of 1,000 records, and both verifiers say which record. {@code -Dpolar.audit.flips=1} takes every
 * byte, n every n-th; {@code -Dpolar.audit.slice=10} exports the log in slices of 10 records, which makes that bearable.
 */
class BitFlipTest {
    private static final int STEP = Integer.getInteger("polar.audit.flips", 99_991);
    private static final int SLICE = Integer.getInteger("polar.audit.slice", 1_000);
    private static final int RECORDS = 1_000;

    @TempDir
    Path home;

    private final SampleLog log = SampleLog.of(RECORDS);
    private final Random random = new Random(RECORDS);
    private int flips;

    @Test
    void every_flipped_bit_is_noticed_and_its_record_named() throws IOException {
        for (int first = 0; first < RECORDS; first += SLICE) {
            var export = log.export(home.resolve("export"), first, Math.min(first + SLICE, RECORDS));
            var good = new TwoVerifiers(home).verify("good", export, "--key", log.vkey);
            assertEquals(0, good.exit(), good.whole());
            records(export, first);
            if (first == 0) {
                for (var name : List.of("manifest.json", "checkpoint", "log.vkey")) {
                    flip(export, name, Math.min(STEP, 47), at -> "DAMAGED ");
                }
            }
            assertEquals(good, new TwoVerifiers(home).verify("mended", export, "--key", log.vkey));
        }
        System.out.println(flips + " flipped bits");
    }

    private void records(Path export, int first) throws IOException {
        var lines = Files.readAllBytes(export.resolve("records.jsonl"));
        var ends =
                IntStream.range(0, lines.length).filter(at -> lines[at] == '\n').toArray();
        flip(export, "records.jsonl", STEP, at -> {
            int found = Arrays.binarySearch(ends, at);
            return "DAMAGED edited record " + (first + (found < 0 ? -found - 1 : found)) + ":";
        });
    }

    private interface Expected {
        String of(int at);
    }

    private void flip(Path export, String name, int step, Expected expected) throws IOException {
        var file = export.resolve(name);
        var good = Files.readAllBytes(file);
        try (var open = new RandomAccessFile(file.toFile(), "rw")) {
            for (int at = 0; at < good.length; at += step) {
                int bit = random.nextInt(8);
                put(open, at, good[at] ^ 1 << bit);
                var what = name + " byte " + at + " bit " + bit;
                // Without a key, and beside the command line: what is wrong with a record is found before either
                // counts.
                var first = LogVerifier.verify(export, Optional.empty(), Optional.empty());
                assertTrue(first.line().startsWith(expected.of(at)), () -> what + ": " + first.line());
                var second = SecondVerifier.verify(export);
                assertTrue(second.out().startsWith(expected.of(at)), () -> what + ": " + second.out());
                assertEquals(3, second.exit(), what);
                put(open, at, good[at]);
                flips++;
            }
        }
    }

    private static void put(RandomAccessFile file, int at, int value) throws IOException {
        file.seek(at);
        file.write(value);
    }
}
