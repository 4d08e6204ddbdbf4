package dev.polar.trust.audit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.polar.spi.Refusal;
import dev.polar.trust.json.JsonFault;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/** Runs its seeds in every build; fuzzes with {@code JAZZER_FUZZ=1} and {@code -Djazzer.hooks=true}. */
class AuditFuzzTest {
    @FuzzTest(maxDuration = "3m")
    void bytes_are_a_record_in_its_one_form_or_nothing(byte[] bytes) {
        try {
            assertArrayEquals(bytes, AuditRecord.parse(bytes).bytes());
        } catch (JsonFault | IllegalArgumentException e) {
            // no record
        }
    }

    @FuzzTest(maxDuration = "3m")
    void bytes_are_a_manifest_in_its_one_form_or_nothing(byte[] bytes) {
        try {
            assertArrayEquals(bytes, ExportManifest.parse(bytes).bytes());
        } catch (JsonFault | IllegalArgumentException e) {
            // no manifest
        }
    }

    @FuzzTest(maxDuration = "3m")
    void text_is_a_signed_checkpoint_in_its_one_form_or_nothing(byte[] bytes) {
        var text = new String(bytes, StandardCharsets.UTF_8);
        try {
            var note = Note.parse(text);
            assertEquals(text, note.toString());
            assertEquals(note.text(), Checkpoint.parse(note.text()).text());
        } catch (IllegalArgumentException e) {
            // no checkpoint
        }
    }

    @FuzzTest(maxDuration = "3m")
    void text_is_a_verifier_key_in_its_one_form_or_nothing(byte[] bytes) {
        var text = new String(bytes, StandardCharsets.UTF_8);
        try {
            assertEquals(text, NoteKey.parse(text).toString());
        } catch (Refusal e) {
            // no key
        }
    }

    @FuzzTest(maxDuration = "3m")
    void text_is_a_request_to_a_witness_in_its_one_form_or_nothing(byte[] bytes) {
        var text = new String(bytes, StandardCharsets.UTF_8);
        try {
            assertEquals(text, AddCheckpoint.parse(text).toString());
        } catch (IllegalArgumentException e) {
            // no request
        }
    }

    @FuzzTest(maxDuration = "3m")
    void bytes_are_a_policy_or_refused(byte[] bytes) {
        try {
            var policy = WitnessPolicy.parse(bytes);
            var all =
                    policy.witnesses().stream().map(WitnessPolicy.Witness::name).collect(Collectors.toSet());
            assertTrue(policy.isMetBy(all), "whatever it asks for, all together are enough");
        } catch (Refusal e) {
            // no policy
        }
    }
}
