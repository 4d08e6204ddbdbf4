package dev.polar.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.trust.audit.AuditRecord;
import dev.polar.trust.audit.Checkpoint;
import dev.polar.trust.audit.CompactRange;
import dev.polar.trust.audit.NoteKey;
import dev.polar.trust.audit.Position;
import dev.polar.trust.audit.bundle.BundleWriter;
import dev.polar.trust.key.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyBundleTest {
    private static final String ORIGIN = "host.example/polar/inst/node/1";
    private static final Instant TIME = Instant.parse("2026-11-21T08:00:00Z");

    @TempDir
    Path home;

    private final SigningKey key = SigningKey.generate();
    private final NoteKey vkey = new NoteKey(ORIGIN, key.publicKey());
    private Path file;

    @BeforeEach
    void a_bundle_of_one_record() throws IOException {
        file = home.resolve("incident.zip");
        var record = AuditRecord.at(new Position(0, Optional.empty(), TIME, "node", "boot"), Map.of());
        var range = new CompactRange(0);
        range.append(record.leaf());
        try (var bundle = new BundleWriter(Files.newOutputStream(file))) {
            bundle.record(record.bytes());
            var checkpoint = new Checkpoint(ORIGIN, 1, range.root()).signed(key);
            bundle.seal(checkpoint, key, vkey, TIME, "0.1.0", Map.of("trace", "4bf92f"), new TreeMap<>());
        }
    }

    private Run verify(Object... more) {
        var args = new ArrayList<Object>(List.of("audit", "bundle", "verify", file));
        args.addAll(List.of(more));
        return new Run.At(home).polar(args.toArray());
    }

    @Test
    void under_the_logs_key_it_is_proven() {
        var run = verify("--key", vkey);
        assertEquals("OK bundle of 1 record of " + ORIGIN + ", made 2026-11-21T08:00:00Z\n", run.out());
        assertEquals(0, run.exit());
        assertEquals(
                "4bf92f",
                verify("--key", vkey, "--json").json().getJsonObject("about").getString("trace"));
    }

    @Test
    void without_a_key_or_with_a_byte_less_it_is_not() throws IOException {
        assertEquals(3, verify().exit());
        var bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
        var run = verify("--key", vkey);
        assertEquals(3, run.exit());
        assertTrue(run.out().startsWith("DAMAGED "), run.out());
    }
}
