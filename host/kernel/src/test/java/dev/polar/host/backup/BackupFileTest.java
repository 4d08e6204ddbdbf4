package dev.polar.host.backup;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.polar.host.store.Dump;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What damage does to a backup whose digest nobody wrote down. */
class BackupFileTest {
    @TempDir
    Path directory;

    private Path file;
    private Map<String, String> content;

    @BeforeEach
    void writeASmallBackup() throws IOException {
        file = directory.resolve("small.backup");
        var table = new byte[40];
        new Random(7).nextBytes(table);
        try (var writer = BackupWriter.to(file)) {
            for (var entry : Map.of("files/operators.json", "{}".getBytes(UTF_8), "tables/consent", table)
                    .entrySet()) {
                try (var out = writer.entry(entry.getKey())) {
                    out.write(entry.getValue());
                }
            }
            writer.finish(new BackupManifest(
                    "here",
                    Instant.parse("2026-11-21T08:00:00Z"),
                    false,
                    new Dump.Contents(
                            List.of(new Dump.Table("consent", List.of("object"), Map.of(), 1)), Map.of("001", "x")),
                    writer.digests()));
        }
        content = content(BackupFile.check(file));
    }

    @Test
    void every_flipped_bit_is_refused_or_changes_nothing_of_what_is_restored() throws IOException {
        var bytes = Files.readAllBytes(file);
        var manifest = BackupFile.check(file).manifest();
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            var bad = bytes.clone();
            bad[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(file, bad);
            try {
                var passed = BackupFile.check(file);
                assertEquals(manifest, passed.manifest(), "bit " + bit);
                assertEquals(content, content(passed), "bit " + bit);
            } catch (Refusal refusal) {
                assertEquals(Code.BACKUP_DAMAGED, refusal.code(), "bit " + bit);
            }
        }
    }

    @Test
    void a_flipped_bit_of_a_name_is_refused() throws IOException {
        var bytes = Files.readAllBytes(file);
        for (var name : List.of("files/operators.json", "tables/consent", BackupManifest.ENTRY)) {
            int at = new String(bytes, ISO_8859_1).indexOf(name);
            for (int bit = 0; bit < name.length() * 8; bit++) {
                var bad = bytes.clone();
                bad[at + bit / 8] ^= (byte) (1 << bit % 8);
                Files.write(file, bad);
                assertDamaged();
            }
        }
    }

    @Test
    void a_file_cut_short_is_refused() throws IOException {
        var bytes = Files.readAllBytes(file);
        for (int length = 0; length < bytes.length / 2; length++) {
            Files.write(file, Arrays.copyOf(bytes, length));
            assertDamaged();
        }
    }

    private void assertDamaged() {
        assertEquals(
                Code.BACKUP_DAMAGED,
                assertThrows(Refusal.class, () -> BackupFile.check(file)).code());
    }

    /** Everything that a restore would read, by name. */
    private static Map<String, String> content(BackupFile backup) throws IOException {
        var content = new TreeMap<String, String>();
        backup.read((name, bytes) -> {
            var out = new ByteArrayOutputStream();
            bytes.transferTo(out);
            content.put(name, out.toString(ISO_8859_1));
        });
        return content;
    }
}
