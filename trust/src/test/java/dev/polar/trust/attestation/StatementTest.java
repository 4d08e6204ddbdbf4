package dev.polar.trust.attestation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.key.Digest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatementTest {
    private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");
    private static final Digest DIGEST = Digest.of(new byte[0]);
    private static final PackageStatement WEATHER =
            new PackageStatement(Map.of("plugin.json", DIGEST), "acme.weather", "1.4.0", 7, NOW);
    private static final String TEXT = new String(WEATHER.payload(), StandardCharsets.UTF_8);

    private static Statement parse(String text) {
        return Statement.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void refused(String text) {
        assertFalse(text.equals(TEXT), "the test changes nothing");
        assertEquals(
                Code.SIGNATURE_INVALID,
                assertThrows(Refusal.class, () -> parse(text), () -> text).code());
    }

    @Test
    void statements_survive_their_payload() {
        assertEquals(WEATHER, Statement.parse(WEATHER.payload()));
        var review = ReviewStatement.accepting(WEATHER, NOW);
        assertEquals(review, Statement.parse(review.payload()));
    }

    @Test
    void subjects_keep_the_order_in_which_they_are_listed() {
        var subjects = new LinkedHashMap<String, Digest>();
        subjects.put("z", DIGEST);
        subjects.put("a", DIGEST);
        var statement =
                (PackageStatement) Statement.parse(new PackageStatement(subjects, "a.b", "1.0.0", 1, NOW).payload());
        assertEquals("[z, a]", statement.subjects().keySet().toString());
    }

    @Test
    void unknown_keys_of_statement_and_predicate_are_ignored() {
        assertEquals(WEATHER, parse(TEXT.replace("\"predicateType\"", "\"extra\":{},\"predicateType\"")));
        assertEquals(WEATHER, parse(TEXT.replace("\"epoch\"", "\"extra\":[1],\"epoch\"")));
        assertEquals(WEATHER, parse(TEXT.replace("\"sha256\"", "\"sha512\":\"00\",\"sha256\"")));
    }

    @Test
    void another_predicate_is_only_known_by_its_type() {
        var provenance = parse("{\"_type\":\"https://in-toto.io/Statement/v1\",\"subject\":\"anything\","
                + "\"predicateType\":\"https://slsa.dev/provenance/v1\",\"predicate\":7}");
        assertEquals(new OtherStatement("https://slsa.dev/provenance/v1"), provenance);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Statement/v1 | Statement/v2",
                "\"_type\" | \"type\"",
                "\"subject\" | \"subjects\"",
                "\"name\":\"plugin.json\" | \"name\":7",
                "\"sha256\" | \"sha1\"",
                "{\"sha256\" | [{\"sha256\"",
                "e3b0 | E3B0",
                "e3b0 | e3b",
                "plugin.json | dev.polar/attestations.json",
                "\"epoch\":7 | \"epoch\":0",
                "\"epoch\":7 | \"epoch\":-7",
                "\"epoch\":7 | \"epoch\":07",
                "\"epoch\":7 | \"epoch\":7.0",
                "\"epoch\":7 | \"epoch\":70e-1",
                "\"epoch\":7 | \"epoch\":\"7\"",
                "\"epoch\":7 | \"epoch\":2147483648",
                "\"epoch\":7 | \"epoch\":9999999999",
                "\"epoch\":7 | \"epoch\":7,\"epoch\":7",
                "08:00:00Z | 08:00:00",
                "08:00:00Z | 08:00Z",
                "08:00:00Z | 08:00:00+01:00",
                "08:00:00Z | 28:00:00Z",
                "2026-11-21T | 2026-11-21",
                "\"publishedAt\" | \"published\"",
                "\"version\" | \"versions\"",
            })
    void a_statement_that_is_not_as_written_is_refused(String from, String to) {
        refused(TEXT.replace(from, to));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-11-21T08:00:00+00:00", "2026-11-21t08:00:00z", "2026-11-21T08:00:00.000Z"})
    void every_form_of_rfc_3339_in_utc_is_read(String time) {
        assertEquals(WEATHER, parse(TEXT.replace("2026-11-21T08:00:00Z", time)));
    }

    @Test
    void a_subject_listed_twice_is_refused() {
        var one = "{\"name\":\"plugin.json\",\"digest\":{\"sha256\":\"" + DIGEST.hex() + "\"}}";
        assertTrue(TEXT.contains(one));
        refused(TEXT.replace(one, one + "," + one));
    }

    @Test
    void a_review_accepts_exactly_what_it_repeats() {
        assertTrue(ReviewStatement.accepting(WEATHER, NOW).accepts(WEATHER));
        var subjects = Map.of("plugin.json", DIGEST);
        var others = Map.of("plugin.json", Digest.of(new byte[1]));
        for (var review : new ReviewStatement[] {
            new ReviewStatement(others, "acme.weather", "1.4.0", 7, "accepted", NOW),
            new ReviewStatement(subjects, "acme.wether", "1.4.0", 7, "accepted", NOW),
            new ReviewStatement(subjects, "acme.weather", "1.4.1", 7, "accepted", NOW),
            new ReviewStatement(subjects, "acme.weather", "1.4.0", 8, "accepted", NOW),
            new ReviewStatement(subjects, "acme.weather", "1.4.0", 7, "rejected", NOW),
            new ReviewStatement(subjects, "acme.weather", "1.4.0", 7, "Accepted", NOW),
        }) {
            assertFalse(review.accepts(WEATHER), review::toString);
        }
    }
}
