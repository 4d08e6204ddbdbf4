package dev.polar.trust.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.trust.key.SigningKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Attack 94: a host may show two auditors two histories; a quorum of witnesses signs one of them. */
class WitnessedExportTest {
    private static final Instant TIME = Instant.parse("2026-11-21T08:00:00Z");

    @TempDir
    Path directory;

    private final SampleLog log = SampleLog.of(5);
    private final SigningKey one = SigningKey.generate();
    private final SigningKey two = SigningKey.generate();

    private Path export(SigningKey... signers) throws IOException {
        var export = log.export(directory, 0, 5);
        var file = export.resolve(ExportManifest.CHECKPOINT);
        var note = Note.parse(Files.readString(file));
        var lines = new ArrayList<Note.Signature>();
        for (var signer : signers) {
            lines.add(WitnessKey.cosign(note.text(), name(signer), signer, TIME));
        }
        Files.writeString(file, note.with(lines).toString());
        return export;
    }

    private String name(SigningKey signer) {
        return signer == one ? "w.example/1" : signer == two ? "w.example/2" : "w.example/stranger";
    }

    private String witness(SigningKey key) {
        return new WitnessKey(name(key), key.publicKey()).toString();
    }

    private LogVerdict verify(Path export, String logs, String quorum) {
        return LogVerifier.verify(
                export, new Kept(Optional.empty(), Optional.of(policy(logs, quorum)), Optional.empty()));
    }

    private WitnessPolicy policy(String logs, String quorum) {
        return WitnessPolicy.parse((logs + "witness one " + witness(one) + "\nwitness two " + witness(two)
                        + "\ngroup both all one two\nquorum " + quorum + "\n")
                .getBytes(StandardCharsets.UTF_8));
    }

    private String known() {
        return "log " + log.publicKey + "\n";
    }

    @Test
    void with_a_quorum_of_signatures_every_record_is_proven_and_with_fewer_it_is_unwitnessed() throws IOException {
        assertEquals(
                "OK records 0 to 4 of " + SampleLog.ORIGIN,
                verify(export(one, two), known(), "both").line());
        assertInstanceOf(LogVerdict.Proven.class, verify(export(two), known(), "two"));
        assertInstanceOf(LogVerdict.Proven.class, verify(export(), known(), "none"));
        var few = assertInstanceOf(LogVerdict.Unwitnessed.class, verify(export(one), known(), "both"));
        assertEquals("UNWITNESSED records 0 to 4 of " + SampleLog.ORIGIN, few.line());
        assertEquals(Set.of("one"), few.signers());
        assertInstanceOf(LogVerdict.Unwitnessed.class, verify(export(), known(), "one"));
    }

    @Test
    void strangers_and_the_same_witness_twice_are_no_quorum() throws IOException {
        assertInstanceOf(
                LogVerdict.Unwitnessed.class, verify(export(one, one, SigningKey.generate()), known(), "both"));
    }

    @Test
    void a_policy_without_a_log_proves_no_origin_unless_the_key_is_given() throws IOException {
        var export = export(one, two);
        assertInstanceOf(LogVerdict.OriginNotProven.class, verify(export, "", "both"));
        assertInstanceOf(LogVerdict.OriginNotProven.class, verify(export(), "", "both"));
        var given = Optional.of(log.publicKey);
        assertInstanceOf(
                LogVerdict.Proven.class,
                LogVerifier.verify(export, new Kept(given, Optional.of(policy("", "both")), Optional.empty())));
    }

    @Test
    void a_log_that_the_policy_does_not_know_is_forged_whatever_key_is_given() throws IOException {
        var other = "log " + new NoteKey(SampleLog.ORIGIN, SigningKey.generate().publicKey()) + "\n";
        var kept = new Kept(Optional.of(log.publicKey), Optional.of(policy(other, "none")), Optional.empty());
        var damaged = assertInstanceOf(LogVerdict.Damaged.class, LogVerifier.verify(export(one, two), kept));
        assertEquals(Damage.FORGED, damaged.kind());
    }

    @Test
    void a_line_that_claims_to_be_a_witnesss_and_is_not_is_forged_even_beside_a_quorum() throws IOException {
        var export = export(one, two);
        var file = export.resolve(ExportManifest.CHECKPOINT);
        var note = Note.parse(Files.readString(file));
        var stale = WitnessKey.cosign(log.checkpoint(4).text(), name(one), one, TIME);
        Files.writeString(file, note.with(List.of(stale)).toString());
        var damaged = assertInstanceOf(LogVerdict.Damaged.class, verify(export, known(), "both"));
        assertEquals(Damage.FORGED, damaged.kind());
        assertInstanceOf(
                LogVerdict.Proven.class,
                LogVerifier.verify(export, Optional.of(log.publicKey), Optional.empty()),
                "who asks for no witness does not look at their lines");
    }

    @Test
    void a_changed_byte_of_a_needed_cosignature_is_noticed() throws IOException {
        var export = export(one, two);
        var file = export.resolve(ExportManifest.CHECKPOINT);
        var good = Files.readAllBytes(file);
        int start = new String(good, StandardCharsets.UTF_8).indexOf("\u2014 w.example/1");
        for (int i = start; i < good.length; i += 3) {
            var bad = good.clone();
            bad[i] ^= (byte) (1 << i % 8);
            Files.write(file, bad);
            var verdict = verify(export, known(), "both");
            var noticed = verdict instanceof LogVerdict.Unwitnessed
                    || verdict instanceof LogVerdict.Damaged damaged && damaged.kind() == Damage.FORGED;
            assertTrue(noticed, verdict::line);
        }
    }

    @Test
    void damage_is_told_before_the_lack_of_witnesses() throws IOException {
        var export = export();
        Files.writeString(export.resolve(ExportManifest.RECORDS), "");
        assertInstanceOf(LogVerdict.Damaged.class, verify(export, known(), "both"));
    }
}
