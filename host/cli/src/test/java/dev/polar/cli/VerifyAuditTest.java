package dev.polar.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.trust.audit.AuditRecord;
import dev.polar.trust.audit.Checkpoint;
import dev.polar.trust.audit.CompactRange;
import dev.polar.trust.audit.LogExport;
import dev.polar.trust.audit.NoteKey;
import dev.polar.trust.audit.Position;
import dev.polar.trust.audit.WitnessKey;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.Digest;
import dev.polar.trust.key.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyAuditTest {
    private static final String ORIGIN = "host.example/polar/inst/node/1";

    @TempDir
    Path home;

    private final SigningKey key = SigningKey.generate();
    private final String vkey = new NoteKey(ORIGIN, key.publicKey()).toString();
    private Path export;

    @BeforeEach
    void an_export_of_five_records() throws IOException {
        export = export("export", 5);
    }

    private Path export(String name, int size) throws IOException {
        var directory = Files.createDirectory(home.resolve(name));
        var range = new CompactRange(0);
        Optional<Digest> prev = Optional.empty();
        try (var out = new LogExport(directory, 0, size)) {
            for (int seq = 0; seq < size; seq++) {
                var position = new Position(seq, prev, Instant.parse("2026-11-21T08:00:00Z"), "node", "boot");
                var record = AuditRecord.at(
                        position, Map.of("action", StrictJson.provider().createValue("action-" + seq)));
                out.record(record.bytes(), record.leaf());
                range.append(record.leaf());
                prev = Optional.of(record.leaf());
            }
            out.seal(new Checkpoint(ORIGIN, size, range.root()).signed(key), NoteKey.parse(vkey));
        }
        return directory;
    }

    private Run verify(Object... more) {
        var args = new ArrayList<Object>(List.of("audit", "verify", export));
        args.addAll(List.of(more));
        return new Run.At(home).polar(args.toArray());
    }

    @Test
    void under_the_logs_key_every_record_is_proven() {
        var run = verify("--key", vkey);
        assertEquals("OK records 0 to 4 of " + ORIGIN + "\n", run.out());
        assertEquals(0, run.exit());
    }

    @Test
    void the_key_may_lie_in_a_file() throws IOException {
        var file = home.resolve("kept.vkey");
        Files.writeString(file, vkey + "\n");
        assertEquals(0, verify("--key", file).exit());
    }

    @Test
    void without_a_key_from_outside_the_origin_is_not_proven() {
        var run = verify();
        assertEquals(3, run.exit());
        assertTrue(run.out().startsWith("CONSISTENT, ORIGIN NOT PROVEN records 0 to 4"), run.out());
    }

    @Test
    void one_altered_byte_names_the_record() throws IOException {
        var records = export.resolve("records.jsonl");
        Files.writeString(records, Files.readString(records).replace("action-3", "action-X"));
        var run = verify("--key", vkey, "--json");
        assertEquals(3, run.exit());
        assertEquals("DAMAGED", run.json().getString("verdict"));
        assertEquals("edited", run.json().getString("kind"));
        assertEquals(3, run.json().getInt("record"));
    }

    @Test
    void an_earlier_checkpoint_has_to_be_of_the_same_history() throws IOException {
        var earlier = export("earlier", 3).resolve("checkpoint");
        assertEquals(0, verify("--key", vkey, "--from-checkpoint", earlier).exit());
        var other = new Checkpoint(ORIGIN, 3, Digest.of(new byte[1])).signed(key);
        Files.writeString(earlier, other.toString());
        var forked = verify("--key", vkey, "--from-checkpoint", earlier);
        assertEquals(3, forked.exit());
        assertTrue(forked.out().startsWith("DAMAGED forked"), forked.out());
        Files.writeString(
                earlier,
                new Checkpoint(ORIGIN, 3, Digest.of(new byte[1]))
                        .signed(SigningKey.generate())
                        .toString());
        var forged = verify("--key", vkey, "--from-checkpoint", earlier);
        assertEquals(3, forged.exit());
        assertTrue(forged.err().contains("the log's key did not sign the checkpoint"), forged.err());
    }

    @Test
    void a_directory_that_is_not_there_is_no_damage() {
        var run = new Run.At(home).polar("audit", "verify", home.resolve("nowhere"));
        assertEquals(1, run.exit());
        assertTrue(run.err().startsWith("error NOT_FOUND"), run.err());
    }

    @Test
    void under_a_policy_it_says_who_did_not_sign() throws IOException {
        var witness = new WitnessKey("w.example/1", SigningKey.generate().publicKey());
        var policy = home.resolve("audit.policy");
        Files.writeString(policy, "log " + vkey + "\nwitness one " + witness + "\nquorum one\n");
        var run = verify("--policy", policy);
        assertEquals("UNWITNESSED records 0 to 4 of " + ORIGIN + "\n", run.out());
        assertTrue(run.err().contains("no witness of the policy signed it"), run.err());
        assertEquals(3, run.exit());
        assertEquals("UNWITNESSED", verify("--policy", policy, "--json").json().getString("verdict"));
        Files.writeString(policy, "log " + vkey + "\nquorum none\n");
        assertEquals(0, verify("--policy", policy).exit());
        Files.writeString(policy, "log " + vkey + "\n");
        var none = verify("--policy", policy);
        assertEquals(1, none.exit());
        assertTrue(none.err().contains("KEY_INVALID") && none.err().contains("it has no line 'quorum'"), none.err());
        assertEquals(1, verify("--policy", home.resolve("missing")).exit());
    }
}
