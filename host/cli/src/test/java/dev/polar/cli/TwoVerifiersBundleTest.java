package dev.polar.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.trust.audit.Note;
import dev.polar.trust.audit.NoteKey;
import dev.polar.trust.audit.WitnessKey;
import dev.polar.trust.key.SigningKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Bundles and archives, which are one file each: both verifiers read them as they are, and say the same. {@code -Dpolar.audit.flips=2000} damages so many. */
class TwoVerifiersBundleTest {
    private static final int FLIPS = Integer.getInteger("polar.audit.flips", 50);

    @TempDir
    Path home;

    private final SampleLog log = SampleLog.of(23);

    private TwoVerifiers both() {
        return new TwoVerifiers(home);
    }

    private Path bundle(Integer... picked) throws IOException {
        return log.bundle(home.resolve("incident.zip"), Set.of(picked), List.of());
    }

    @Test
    void whatever_is_picked_is_good_to_both() throws IOException {
        for (var picked : List.of(Set.<Integer>of(), Set.of(0), Set.of(22), Set.of(3, 4, 17), Set.of(0, 11, 22))) {
            var file = log.bundle(home.resolve("incident.zip"), picked, List.of());
            var said = both().bundle("", file, "--key", log.vkey);
            assertEquals(
                    "OK bundle of " + picked.size() + (picked.size() == 1 ? " record of " : " records of ")
                            + SampleLog.ORIGIN + ", made 2026-11-21T09:00:00Z",
                    said.verdict());
            assertEquals(3, both().bundle("no key", file).exit());
        }
        var stranger = new NoteKey(SampleLog.ORIGIN, SigningKey.generate().publicKey());
        assertEquals(
                "DAMAGED forged",
                both().bundle("", bundle(5), "--key", stranger).verdict());
        assertEquals(2, SecondVerifier.verify(bundle(5), "--older", home).exit());
    }

    @ParameterizedTest
    @CsvSource({"1, OK", "2, UNWITNESSED"})
    void a_bundle_is_held_against_a_policy(int needed, String verdict) throws IOException {
        var one = SigningKey.generate();
        var note = log.checkpoint(23).signed(log.key);
        var line = WitnessKey.cosign(note.text(), "w/1", one, Instant.ofEpochSecond(1_000_000));
        var file = log.bundle(home.resolve("incident.zip"), Set.of(5), List.of(line));
        var said = both().bundle("", file, "--policy", policy(one, needed));
        assertTrue(said.verdict().startsWith(verdict + " bundle of 1 record"), said.whole());
        var another = new Note.Signature("w/1", line.bytes().clone());
        another.bytes()[40] ^= 1;
        log.bundle(file, Set.of(5), List.of(another));
        assertEquals(
                "DAMAGED forged",
                both().bundle("", file, "--policy", policy(one, needed)).verdict());
        var stranger = Files.writeString(
                home.resolve("stranger"), "log " + new NoteKey(SampleLog.ORIGIN, one.publicKey()) + "\nquorum none\n");
        assertEquals(
                "DAMAGED forged",
                both().bundle("", bundle(5), "--policy", stranger).verdict());
    }

    private Path policy(SigningKey one, int needed) throws IOException {
        var two = SigningKey.generate();
        return Files.writeString(
                home.resolve("policy"),
                "log " + log.vkey + "\nwitness one " + new WitnessKey("w/1", one.publicKey()) + "\nwitness two "
                        + new WitnessKey("w/2", two.publicKey()) + "\ngroup enough " + needed
                        + " one two\nquorum enough\n");
    }

    static Stream<Arguments> damages() {
        return Stream.of(
                damage("edited", files -> files.merge("records.jsonl", new byte[] {'x'}, (good, bad) -> bad)),
                damage("edited", files -> files.put("policy/v1.yaml", "rules: [x]".getBytes(StandardCharsets.UTF_8))),
                damage("removed", files -> files.remove("records.jsonl")),
                damage("removed", files -> files.remove("policy/v1.yaml")),
                damage("removed", files -> files.remove("manifest.json")),
                damage("removed", files -> files.remove("manifest.sig")),
                damage("inserted", files -> files.put("more", new byte[1])),
                damage("forged", files -> files.put("manifest.sig", files.get("checkpoint"))),
                damage("forged", files -> files.put("manifest.json", "{}".getBytes(StandardCharsets.UTF_8))));
    }

    private static Arguments damage(String kind, Consumer<Map<String, byte[]>> change) {
        return Arguments.of(kind, change);
    }

    @ParameterizedTest(name = "{0} {index}")
    @MethodSource("damages")
    void both_name_what_was_done_to_a_bundle(String kind, Consumer<Map<String, byte[]>> change) throws IOException {
        var file = bundle(3, 4, 17);
        var files = new LinkedHashMap<String, byte[]>();
        try (var zip = new ZipInputStream(Files.newInputStream(file))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put(entry.getName(), zip.readAllBytes());
            }
        }
        change.accept(files);
        try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (var entry : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
        assertEquals(
                "DAMAGED " + kind, both().bundle(kind, file, "--key", log.vkey).verdict());
    }

    @Test
    void no_damaged_byte_makes_them_disagree() throws IOException {
        var good = Files.readAllBytes(bundle(3, 17));
        var file = home.resolve("incident.zip");
        var random = new Random(7);
        for (int i = 0; i < FLIPS; i++) {
            var bad = good.clone();
            bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, bad);
            both().bundle("try " + i, file, "--key", log.vkey);
        }
    }

    private Path archive() throws IOException {
        var export = log.export(home.resolve("export"), 4, 20);
        var file = home.resolve("archive.zip");
        try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (var name : List.of("records.jsonl", "checkpoint", "log.vkey", "manifest.json")) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(Files.readAllBytes(export.resolve(name)));
            }
        }
        return file;
    }

    @Test
    void an_archive_is_read_as_it_is() throws IOException {
        var file = archive();
        var said = both().verify("", file, "--key", log.vkey);
        assertEquals("OK records 4 to 19 of " + SampleLog.ORIGIN, said.verdict());
        assertEquals(
                0,
                both().verify("", home.resolve("export"), "--key", log.vkey, "--older", file)
                        .exit());
    }

    @Test
    void a_damaged_archive_is_damaged_to_both_and_not_missing() throws IOException {
        var good = Files.readAllBytes(archive());
        var file = home.resolve("archive.zip");
        var random = new Random(11);
        for (int i = 0; i < FLIPS; i++) {
            var bad = good.clone();
            bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, bad);
            var said = both().verify("try " + i, file, "--key", log.vkey);
            assertTrue(said.exit() == 0 || said.verdict().startsWith("DAMAGED "), said.whole());
        }
        Files.write(file, Arrays.copyOf(good, good.length / 2));
        assertEquals(
                "DAMAGED truncated",
                both().verify("half", file, "--key", log.vkey).verdict());
        var older = both().verify("older", home.resolve("export"), "--key", log.vkey, "--older", file);
        assertEquals("3 error AUDIT_DAMAGED", older.exit() + " " + older.verdict());
        assertTrue(older.whole().contains("DAMAGED truncated: it ends early"), older.whole());
        for (var none : List.of(new byte[0], "no archive".getBytes(StandardCharsets.UTF_8))) {
            Files.write(file, none);
            assertEquals("DAMAGED forged", both().verify("none", file).verdict());
        }
        Files.delete(file);
        assertEquals("error NOT_FOUND", both().verify("gone", file).verdict());
    }
}
