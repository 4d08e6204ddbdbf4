package dev.polar.trust.audit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.Digest;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuditRecordTest {
    private static final Position FIRST =
            new Position(0, Optional.empty(), Instant.parse("2026-11-21T08:00:00.1234567Z"), "n1", "b1");

    @Test
    void a_record_that_says_nothing_has_exactly_these_bytes() {
        var text = new String(AuditRecord.at(FIRST, Map.of()).bytes(), StandardCharsets.UTF_8);
        assertEquals(
                "{\"action\":null,\"approval\":null,\"arguments\":null,\"boot\":\"b1\",\"caller\":null,"
                        + "\"category\":null,\"channel\":null,\"decision\":null,\"delta\":null,\"errorCode\":null,"
                        + "\"facts\":null,\"intent\":null,\"latency\":null,\"node\":\"n1\",\"onBehalfOf\":[],"
                        + "\"permissionsUsed\":[],\"plugin\":null,\"policy\":null,\"prev\":null,\"reason\":null,"
                        + "\"result\":null,\"revocationListVersion\":null,\"secretNames\":[],\"seq\":0,"
                        + "\"session\":null,\"sizes\":null,\"stage\":null,\"time\":\"2026-11-21T08:00:00.123456Z\","
                        + "\"tool\":null,\"toolPin\":null,\"trace\":null,\"v\":1}",
                text);
    }

    @Test
    void a_record_survives_its_bytes() {
        var prev = Digest.of(new byte[] {1});
        var place = new Position(7, Optional.of(prev), Instant.parse("2026-11-21T08:00:00Z"), "n", "b");
        var record = AuditRecord.at(place, Map.of("tool", text("a.b/c \u00e9 \u0001")));
        var read = AuditRecord.parse(record.bytes());
        assertEquals(place, read.position());
        assertArrayEquals(record.bytes(), read.bytes());
        assertEquals(record.leaf(), read.leaf());
        assertEquals(Set.copyOf(AuditRecord.FIELDS), read.json().keySet());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "\u00e9", "\u20ac \ud83d\ude00", "\u0000\u001f\"\\\u007f"})
    void a_record_prepared_before_it_has_a_place_has_the_same_bytes(String any) {
        Map<String, JsonValue> said = Map.of(
                "action", text(any),
                "policy",
                        StrictJson.provider()
                                .createObjectBuilder()
                                .add(any, 1e3)
                                .build(),
                "secretNames",
                        StrictJson.provider().createArrayBuilder().add(any).build(),
                "stage", text(any),
                "trace", text(any));
        var unplaced = UnplacedRecord.of("n\u00e91", "b1", said);
        for (var place : new Position[] {
            new Position(0, Optional.empty(), FIRST.time(), "n\u00e91", "b1"),
            new Position(1_234_567, Optional.of(Digest.of(new byte[0])), Instant.EPOCH, "n\u00e91", "b1")
        }) {
            var placed = unplaced.at(place.seq(), place.prev(), place.time());
            var record = AuditRecord.at(place, said);
            assertArrayEquals(record.bytes(), placed.bytes());
            assertEquals(record.leaf(), placed.leaf());
            assertEquals(place, placed.position());
            assertTrue(placed.bytes().length <= unplaced.size());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"seq", "prev", "time", "v", "node", "boot", "secret", ""})
    void nobody_says_where_a_record_stands_or_adds_a_field(String key) {
        assertThrows(IllegalArgumentException.class, () -> AuditRecord.at(FIRST, Map.of(key, text("x"))));
        assertThrows(IllegalArgumentException.class, () -> UnplacedRecord.of("n", "b", Map.of(key, text("x"))));
    }

    @Test
    void a_record_of_65_535_bytes_is_written_and_a_larger_one_is_not() {
        int room = AuditRecord.MOST_BYTES
                - AuditRecord.at(FIRST, Map.of("tool", text(""))).bytes().length;
        assertEquals(
                AuditRecord.MOST_BYTES,
                AuditRecord.at(FIRST, Map.of("tool", text("x".repeat(room)))).bytes().length);
        assertThrows(
                IllegalArgumentException.class,
                () -> AuditRecord.at(FIRST, Map.of("tool", text("x".repeat(room + 1)))));
        var tooLarge = UnplacedRecord.of("n1", "b1", Map.of("tool", text("x".repeat(room + 1))));
        assertThrows(IllegalArgumentException.class, () -> tooLarge.at(0, Optional.empty(), FIRST.time()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"v\":1|\"v\":2",
                "\"v\":1|\"v\":1.0",
                "\"seq\":0|\"seq\":1",
                "\"seq\":0|\"seq\":-1",
                "\"seq\":0|\"seq\":1e3",
                "\"seq\":0|\"seq\":\"0\"",
                "\"prev\":null|\"prev\":\"00\"",
                "08:00:00.123456Z|08:00:00.123Z",
                "08:00:00.123456Z|yesterday",
                "\"n1\"|null",
                "\"tool\":null,|",
                "\"tool\":null|\"tool\": null",
                "\"tool\":null|\"tools\":null"
            })
    void what_is_not_a_record_in_its_one_form_is_not_read(String good, String bad) {
        var text = new String(AuditRecord.at(FIRST, Map.of()).bytes(), StandardCharsets.UTF_8);
        assertTrue(text.contains(good));
        var damaged = text.replace(good, bad == null ? "" : bad).getBytes(StandardCharsets.UTF_8);
        assertThrows(RuntimeException.class, () -> AuditRecord.parse(damaged));
    }

    @Test
    void a_commitment_opens_to_its_own_field_salt_and_value_only() {
        var opening = new Opening("arguments", new byte[32], "{\"a\":1}".getBytes(StandardCharsets.UTF_8));
        // SHA-256(02 | 32 x 00 | 00000009 | "arguments" | {"a":1}), computed with sha256sum
        assertEquals(
                "834f8926c520102bdd038a2a189399b03b6260a09a374f41aca6dd41a8b24a83",
                opening.commitment().digest().hex());
        assertTrue(opening.commitment().opensTo(opening));
        assertFalse(opening.commitment().opensTo(new Opening("result", opening.salt(), opening.value())));
        assertFalse(opening.commitment().opensTo(Opening.of("arguments", opening.value())));
    }

    private static JsonValue text(String text) {
        return StrictJson.provider().createValue(text);
    }
}
