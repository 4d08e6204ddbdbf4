package dev.polar.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.polar.trust.audit.Checkpoint;
import dev.polar.trust.audit.CompactRange;
import dev.polar.trust.audit.LogExport;
import dev.polar.trust.audit.NoteKey;
import dev.polar.trust.key.Digest;
import dev.polar.trust.key.SigningKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Memory does not grow with the log. A million with {@code -Dpolar.audit.records=1000000}. */
class LargeExportTest {
    private static final int RECORDS = Integer.getInteger("polar.audit.records", 3_000);

    @TempDir
    Path home;

    @Test
    void both_verify_in_a_memory_that_does_not_grow_with_the_log() throws Exception {
        var key = SigningKey.generate();
        var vkey = new NoteKey(SampleLog.ORIGIN, key.publicKey());
        var export = export(key, vkey);
        var classes = Files.createDirectory(home.resolve("classes"));
        SecondVerifier.compile(classes);
        var line = "OK records 0 to " + (RECORDS - 1) + " of " + SampleLog.ORIGIN + "\n";
        assertEquals(line, java("8m", classes.toString(), "VerifyAudit", "" + export, "--key", "" + vkey));
        assertEquals(
                line,
                java(
                        "24m",
                        System.getProperty("java.class.path"),
                        "dev.polar.cli.Polar",
                        "audit",
                        "verify",
                        "" + export,
                        "--key",
                        "" + vkey));
    }

    private Path export(SigningKey key, NoteKey vkey) throws IOException {
        var range = new CompactRange(0);
        Optional<Digest> prev = Optional.empty();
        var directory = Files.createDirectory(home.resolve("export"));
        try (var out = new LogExport(directory, 0, RECORDS)) {
            for (int seq = 0; seq < RECORDS; seq++) {
                var record = SampleLog.record(seq, prev, "action-" + seq);
                out.record(record.bytes(), record.leaf());
                range.append(record.leaf());
                prev = Optional.of(record.leaf());
            }
            out.seal(new Checkpoint(SampleLog.ORIGIN, RECORDS, range.root()).signed(key), vkey);
        }
        return directory;
    }

    private String java(String heap, String classPath, String... more) throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command = new ArrayList<>(List.of(java, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx" + heap));
        command.addAll(List.of("-cp", classPath));
        command.addAll(List.of(more));
        var started = System.nanoTime();
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        System.out.printf(
                "%s: %d records in %.1f s with %s%n", more[0], RECORDS, (System.nanoTime() - started) / 1e9, heap);
        return said;
    }
}
