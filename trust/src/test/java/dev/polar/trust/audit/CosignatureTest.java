package dev.polar.trust.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.spi.Refusal;
import dev.polar.trust.key.Digest;
import dev.polar.trust.key.SigningKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CosignatureTest {
    private static final Instant TIME = Instant.ofEpochSecond(1_679_315_147);

    private final SigningKey key = SigningKey.generate();
    private final WitnessKey witness = new WitnessKey("witness.example/w1", key.publicKey());
    private final SampleLog log = SampleLog.of(7);
    private final Note note = log.checkpoint(7).signed(log.key);

    @Test
    void a_cosignature_is_over_its_time_and_the_text_of_the_checkpoint() {
        var line = WitnessKey.cosign(note.text(), witness.name(), key, TIME);
        var bytes = ByteBuffer.wrap(line.bytes());
        var hash = Digest.of(concat(
                "witness.example/w1\n\u0004".getBytes(StandardCharsets.UTF_8),
                key.publicKey().raw()));
        assertEquals(hash.hex().substring(0, 8), HexFormat.of().toHexDigits(bytes.getInt()));
        assertEquals(1_679_315_147L, bytes.getLong());
        var signature = new byte[64];
        bytes.get(signature);
        assertEquals(0, bytes.remaining());
        assertTrue(key.publicKey()
                .verify(
                        ("cosignature/v1\ntime 1679315147\n" + note.text()).getBytes(StandardCharsets.UTF_8),
                        signature));
        assertTrue(witness.made(line, note.text()));
    }

    @Test
    void it_holds_for_no_other_text_time_name_or_key() {
        var line = WitnessKey.cosign(note.text(), witness.name(), key, TIME);
        assertFalse(witness.made(line, log.checkpoint(6).text()));
        var later = line.bytes().clone();
        later[11]++;
        assertFalse(witness.made(new Note.Signature(witness.name(), later), note.text()));
        var longer = Arrays.copyOf(line.bytes(), line.bytes().length + 1);
        assertFalse(witness.made(new Note.Signature(witness.name(), longer), note.text()));
        assertFalse(new WitnessKey("witness.example/w2", key.publicKey()).made(line, note.text()));
        assertFalse(new WitnessKey(witness.name(), SigningKey.generate().publicKey()).made(line, note.text()));
        var before1970 = WitnessKey.cosign(note.text(), witness.name(), key, Instant.ofEpochSecond(-1));
        assertFalse(witness.made(before1970, note.text()));
    }

    @Test
    void lines_of_witnesses_stand_after_the_logs_own_and_change_nothing_about_it() {
        var line = WitnessKey.cosign(note.text(), witness.name(), key, TIME);
        var both = Note.parse(note.with(List.of(line)).toString());
        assertTrue(both.signedBy(log.publicKey));
        assertEquals(1, witness.claimedIn(both).size());
        assertEquals(0, witness.claimedIn(note).size());
        assertEquals(note.toString(), both.only(log.publicKey).orElseThrow().toString());
        assertEquals(Note.lines(List.of(line)), Note.lines(Note.parseLines(Note.lines(List.of(line)))));
    }

    @Test
    void the_key_of_a_witness_is_no_key_of_a_log_and_the_other_way_round() {
        assertEquals(witness, WitnessKey.parse(witness.toString()));
        assertThrows(Refusal.class, () -> NoteKey.parse(witness.toString()));
        assertThrows(Refusal.class, () -> WitnessKey.parse(log.publicKey.toString()));
    }

    @Test
    void a_request_is_read_as_it_is_written() {
        var request = new AddCheckpoint(3, List.of(Digest.of(new byte[1]), Digest.of(new byte[2])), note);
        assertEquals(request.toString(), AddCheckpoint.parse(request.toString()).toString());
        assertTrue(request.toString().startsWith("old 3\n" + "bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=\n"));
        var first = new AddCheckpoint(0, List.of(), note);
        assertTrue(first.toString().startsWith("old 0\n\n" + SampleLog.ORIGIN + "\n"));
        assertEquals(first.toString(), AddCheckpoint.parse(first.toString()).toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "old 3",
                "old 03\n\nNOTE",
                "old -1\n\nNOTE",
                "old 3\n\n",
                "old 3\nAAAA\n\nNOTE",
                "3\n\nNOTE",
                "old 3\n\n\nNOTE",
                "old 3 \n\nNOTE",
                "old 3\r\n\nNOTE",
                "old 1234567890123456789\n\nNOTE",
                "old 3\n\nNOTE\n"
            })
    void what_is_not_written_so_is_no_request(String text) {
        var body = text.replace("NOTE", note.toString());
        assertThrows(IllegalArgumentException.class, () -> AddCheckpoint.parse(body));
    }

    @Test
    void a_request_with_more_than_63_hashes_is_none() {
        var hash = "bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=\n";
        assertEquals(
                63,
                AddCheckpoint.parse("old 3\n" + hash.repeat(63) + "\n" + note)
                        .proof()
                        .size());
        assertThrows(
                IllegalArgumentException.class, () -> AddCheckpoint.parse("old 3\n" + hash.repeat(64) + "\n" + note));
    }

    private static byte[] concat(byte[] one, byte[] other) {
        var both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }
}
