package dev.polar.trust.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.spi.Refusal;
import dev.polar.trust.audit.bundle.BundleVerdict;
import dev.polar.trust.audit.bundle.BundleVerifier;
import dev.polar.trust.audit.bundle.BundleWriter;
import dev.polar.trust.key.SigningKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BundleTest {
    private static final SampleLog LOG = SampleLog.of(37);

    @TempDir
    Path directory;

    private static byte[] bundle(SampleLog log, Set<Integer> picked) {
        var out = new ByteArrayOutputStream();
        try (var bundle = new BundleWriter(out)) {
            for (var record : log.records) {
                if (picked.contains((int) record.position().seq())) {
                    bundle.record(record.bytes());
                } else {
                    bundle.leaf(record.leaf());
                }
            }
            var others = new TreeMap<>(Map.of("policy/1.yaml", "rules: []\n".getBytes(StandardCharsets.UTF_8)));
            bundle.seal(
                    log.checkpoint(log.records.size()).signed(log.key),
                    log.key,
                    log.publicKey,
                    Instant.parse("2026-11-21T09:00:00Z"),
                    "0.1.0",
                    Map.of("trace", "4bf92f"),
                    others);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static BundleVerdict verdict(Path file, byte[] bytes) {
        try {
            Files.write(file, bytes);
            return BundleVerifier.verify(file, Optional.of(LOG.publicKey));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private BundleVerdict verdict(byte[] bytes) {
        return verdict(directory.resolve("bundle.zip"), bytes);
    }

    @Property(tries = 100)
    void whatever_is_picked_from_whatever_log_proves_itself(
            @ForAll @IntRange(max = 70) int size, @ForAll Set<@IntRange(max = 70) Integer> picked) throws IOException {
        var log = SampleLog.of(size);
        var file = Files.createTempFile("bundle", ".zip");
        try {
            Files.write(file, bundle(log, picked));
            var verdict = BundleVerifier.verify(file, Optional.of(log.publicKey));
            var proven = assertInstanceOf(BundleVerdict.Proven.class, verdict);
            assertEquals(
                    picked.stream().filter(seq -> seq < size).count(),
                    proven.manifest().count());
        } finally {
            Files.delete(file);
        }
    }

    @Test
    void the_verdict_says_what_it_holds() {
        assertEquals(
                "OK bundle of 2 records of host.example/polar/inst/node/1, made 2026-11-21T09:00:00Z",
                verdict(bundle(LOG, Set.of(3, 17))).line());
    }

    @Test
    void without_a_key_nobody_knows_whose_it_is() throws IOException {
        var file = Files.write(directory.resolve("one.zip"), bundle(LOG, Set.of(5)));
        var verdict = BundleVerifier.verify(file, Optional.empty());
        assertTrue(verdict.line().startsWith("CONSISTENT, ORIGIN NOT PROVEN bundle of 1 record of"), verdict.line());
        var other = new NoteKey(SampleLog.ORIGIN, SigningKey.generate().publicKey());
        assertEquals(
                "DAMAGED forged: another key than the given one signed it",
                BundleVerifier.verify(file, Optional.of(other)).line());
    }

    @Test
    void no_bit_can_be_another_and_the_bundle_still_say_something_else() {
        var good = bundle(LOG, Set.of(3, 4, 17));
        var holds = unzipped(good);
        for (int at = 0; at < good.length; at++) {
            var bad = good.clone();
            bad[at] ^= (byte) (1 << at % 8);
            BundleVerdict verdict;
            try {
                verdict = verdict(bad);
            } catch (Refusal unreadable) {
                continue;
            }
            if (verdict instanceof BundleVerdict.Proven) {
                assertEquals(holds, unzipped(bad), "byte " + at);
            }
        }
    }

    /** Takes one file out, changes it, or adds one, and zips again. */
    @ParameterizedTest
    @ValueSource(strings = {"records.jsonl", "proof.json", "checkpoint", "log.vkey", "policy/1.yaml"})
    void every_file_is_signed(String name) {
        var good = bundle(LOG, Set.of(3, 4, 17));
        assertEquals("DAMAGED removed", start(verdict(rezipped(good, files -> files.remove(name)))));
        assertEquals("DAMAGED edited", start(verdict(rezipped(good, files -> files.put(name, files.get(name) + " ")))));
    }

    @Test
    void what_is_signed_can_be_neither_left_out_nor_added_to() {
        var good = bundle(LOG, Set.of(3));
        assertEquals("DAMAGED inserted", start(verdict(rezipped(good, files -> files.put("note.txt", "hello")))));
        assertEquals("DAMAGED removed", start(verdict(rezipped(good, files -> files.remove("manifest.json")))));
        assertEquals("DAMAGED removed", start(verdict(rezipped(good, files -> files.remove("manifest.sig")))));
        assertEquals(
                "DAMAGED forged",
                start(verdict(rezipped(
                        good,
                        files -> files.put(
                                "manifest.json", files.get("manifest.json").replace("4bf92f", "4bf92e"))))));
    }

    @Test
    void a_file_that_only_some_readers_see_is_noticed() throws IOException {
        var good = bundle(LOG, Set.of(3));
        var more = new ByteArrayOutputStream();
        more.write(rezipped(good, files -> files.keySet().removeIf(name -> !name.equals("records.jsonl"))));
        more.write(good);
        assertEquals("DAMAGED forged", start(verdict(more.toByteArray())));
    }

    @Test
    void records_that_the_checkpoint_does_not_cover_are_no_proof() throws IOException {
        var other = SampleLog.of(0);
        for (int i = 0; i < LOG.records.size(); i++) {
            other.append("forged-" + i);
        }
        var out = new ByteArrayOutputStream();
        try (var bundle = new BundleWriter(out)) {
            for (var record : other.records) {
                bundle.record(record.bytes());
            }
            bundle.seal(
                    LOG.checkpoint(LOG.records.size()).signed(LOG.key),
                    LOG.key,
                    LOG.publicKey,
                    Instant.EPOCH,
                    "0.1.0",
                    Map.of(),
                    new TreeMap<>());
        }
        assertEquals(
                "DAMAGED forged: the records do not lead to the signed root",
                verdict(out.toByteArray()).line());
    }

    @Test
    void what_signs_a_bundle_is_no_checkpoint() {
        var note = unzipped(bundle(LOG, Set.of(3))).get("manifest.sig");
        var text = Note.parse(note).text();
        assertThrows(IllegalArgumentException.class, () -> Checkpoint.parse(text));
    }

    private static String start(BundleVerdict verdict) {
        var line = verdict.line();
        return line.startsWith("OK") ? "OK" : line.substring(0, line.indexOf(':'));
    }

    private static Map<String, String> unzipped(byte[] bytes) {
        var files = new LinkedHashMap<String, String>();
        try (var zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    private static byte[] rezipped(byte[] bytes, Consumer<Map<String, String>> change) {
        var files = unzipped(bytes);
        change.accept(files);
        var out = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(out)) {
            for (var file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
