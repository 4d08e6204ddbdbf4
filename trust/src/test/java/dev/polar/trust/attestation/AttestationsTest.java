package dev.polar.trust.attestation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.key.SigningKey;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AttestationsTest {
    private static void refused(String json) {
        var refusal = assertThrows(
                Refusal.class, () -> Attestations.parse(json.getBytes(StandardCharsets.UTF_8)), () -> json);
        assertEquals(Code.SIGNATURE_INVALID, refusal.code());
        assertFalse(refusal.hint().isEmpty());
    }

    private static String repeated(String element, int times) {
        return String.join(",", Collections.nCopies(times, element));
    }

    private static String signatures(int count) {
        return "{\"envelopes\":[{\"payloadType\":\"t\",\"payload\":\"\",\"signatures\":["
                + repeated("{\"sig\":\"\"}", count) + "]}]}";
    }

    private static String envelopes(int count) {
        return "{\"envelopes\":[" + repeated("{\"payloadType\":\"t\",\"payload\":\"\",\"signatures\":[]}", count)
                + "]}";
    }

    @Test
    void attestations_survive_their_bytes() {
        var attestations = new Attestations(List.of(
                Dsse.sign("a", new byte[] {1, 2, 3}, SigningKey.generate(), SigningKey.generate()),
                new Envelope("b", new byte[0], List.of(new Signature(Optional.empty(), new byte[64])))));
        assertEquals(attestations, Attestations.parse(attestations.bytes()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"envelopes\":{}}",
                "{\"envelopes\":[1]}",
                "{\"envelopes\":[],\"more\":1}",
                "{\"envelopes\":[],\"envelopes\":[]}",
                "{\"envelopes\":[]} {}",
                "{\"envelopes\":[{}]}",
                "{\"envelopes\":[{\"payloadType\":1,\"payload\":\"\",\"signatures\":[]}]}",
                "{\"envelopes\":[{\"payloadType\":null,\"payload\":\"\",\"signatures\":[]}]}",
                "{\"envelopes\":[{\"payload\":\"\",\"signatures\":[]}]}",
                "{\"envelopes\":[{\"payloadType\":\"t\",\"payload\":\"\"}]}",
                "{\"envelopes\":[{\"payloadType\":\"t\",\"payload\":\"\",\"signatures\":[],\"alg\":\"none\"}]}",
                "{\"envelopes\":[{\"payloadType\":\"t\",\"payload\":\"\",\"signatures\":[{}]}]}",
                "{\"envelopes\":[{\"payloadType\":\"t\",\"payload\":\"\",\"signatures\":[{\"sig\":\"\",\"alg\":\"none\"}]}]}",
                "{\"envelopes\":[{\"payloadType\":\"t\",\"payload\":\"\",\"signatures\":[{\"sig\":\"\",\"keyid\":7}]}]}",
            })
    void anything_but_the_closed_objects_of_section_4_is_refused(String json) {
        refused(json);
    }

    @ParameterizedTest
    @ValueSource(strings = {"QQ", "QR==", "Q Q==", "QQ==\\n", "-_8=", "QQ=", "Q===", "QQ==QQ=="})
    void base64_has_one_form(String text) {
        refused("{\"envelopes\":[{\"payloadType\":\"t\",\"payload\":\"" + text + "\",\"signatures\":[]}]}");
    }

    @Test
    void caps_are_inclusive() {
        assertEquals(
                16,
                Attestations.parse(signatures(16).getBytes(StandardCharsets.UTF_8))
                        .envelopes()
                        .getFirst()
                        .signatures()
                        .size());
        refused(signatures(17));
        assertEquals(
                16,
                Attestations.parse(envelopes(16).getBytes(StandardCharsets.UTF_8))
                        .envelopes()
                        .size());
        refused(envelopes(17));
        var empty = "{\"envelopes\":[]}";
        var most = empty + " ".repeat((4 << 20) - empty.length());
        assertEquals(
                List.of(),
                Attestations.parse(most.getBytes(StandardCharsets.UTF_8)).envelopes());
        refused(most + " ");
    }
}
