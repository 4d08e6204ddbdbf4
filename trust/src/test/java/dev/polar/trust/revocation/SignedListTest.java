package dev.polar.trust.revocation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.attestation.Dsse;
import dev.polar.trust.key.SigningKey;
import dev.polar.trust.revocation.Revocation.Kind;
import dev.polar.trust.revocation.Revocation.Mode;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignedListTest {
    static final String TEXT = """
            {"version": 7, "issuedAt": "2026-11-21T08:00:00Z", "expires": "2026-11-28T08:00:00Z", "entries": [
              {"id": "2026-001", "kind": "version", "value": "acme.weather@[1.0.0,1.4.2)", "mode": "hard",
               "reason": "leaks keys", "effectiveAt": "2026-11-20T00:00:00Z"},
              {"id": "2026-002", "kind": "key", "value": "%s", "mode": "soft", "reason": "key stolen",
               "effectiveAt": "2026-11-20T00:00:00Z", "compromisedSince": "2026-10-01T00:00:00Z"}]}
            """.formatted("ab".repeat(32));

    private static final SigningKey ACME = SigningKey.generate();
    private static final SigningKey BETA = SigningKey.generate();
    private static final Instant THEN = Instant.parse("2026-11-21T08:00:00Z");

    @Test
    void a_list_is_read_as_it_was_written() {
        var list = SignedList.parse(TEXT.getBytes(UTF_8));
        assertEquals(7, list.version());
        assertEquals("acme.weather@[1.0.0,1.4.2)", list.entries().getFirst().value());
        assertEquals(
                Optional.of(Instant.parse("2026-10-01T00:00:00Z")),
                list.entries().get(1).compromisedSince());
        assertEquals(list, SignedList.parse(list.payload()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"version\": 7      | \"version\": 0                | /version                  | range       |",
                "\"version\": 7      | \"version\": 7.0              | /version                  | type        |",
                "\"version\": 7      | \"version\": 7, \"version\": 8 | ''                        | json        |",
                "\"version\": 7      | \"versoin\": 7                | /versoin                  | unknown-key | Did you mean 'version'?",
                "2026-11-28T         | 2026-11-20T                   | /expires                  | order       |",
                "2026-11-28T08       | 2026-13-28T08                 | /expires                  | time        |",
                "08:00:00Z\", \"exp  | 08:00:00+01:00\", \"exp       | /issuedAt                 | time        |",
                "\"version\", \"val  | \"verison\", \"val            | /entries/0/kind           | word        | Did you mean 'version'?",
                "[1.0.0,1.4.2)       | [1.0.0,                       | /entries/0/value          | form        |",
                "[1.0.0,1.4.2)       | [1.0,1.4.2)                   | /entries/0/value          | form        | Write acme.weather@[1.0.0,1.4.2).",
                "acme.weather@       | Acme.Weather@                 | /entries/0/value          | form        |",
                "abababab            | ABABABAB                      | /entries/1/value          | form        |",
                "\"soft\"            | \"softly\"                    | /entries/1/mode           | word        | Did you mean 'soft'?",
                "2026-002            | 2026-001                      | /entries/1/id             | unique      |",
                "2026-002            | 2026:002                      | /entries/1/id             | id          |",
                "leaks keys          | leaks\\u001b[2Jkeys           | /entries/0/reason         | hidden-character |",
                "\"leaks keys\"      | \"\"                          | /entries/0/reason         | length      |",
                "\"reason\": \"leaks | \"reasons\": \"leaks          | /entries/0/reasons        | unknown-key | Did you mean 'reason'?",
                "\"compromisedSince\": \"2026-10-01T00:00:00Z\" | \"compromisedSince\": null | /entries/1/compromisedSince | type |"
            })
    void what_is_wrong_is_refused_with_its_place_and_the_nearest_right_form(
            String right, String wrong, String path, String rule, String hint) {
        assertTrue(TEXT.contains(right), right);
        var bytes = TEXT.replace(right, wrong).getBytes(UTF_8);
        var refusal = assertThrows(Refusal.class, () -> SignedList.parse(bytes));
        assertEquals(Code.REVOCATIONS_INVALID, refusal.code());
        assertEquals(path, refusal.details().get("path"));
        assertEquals(rule, refusal.details().get("rule"), refusal::toString);
        assertTrue(refusal.getMessage().startsWith("revocations.json, line "), refusal::getMessage);
        if (hint != null) {
            assertEquals(hint, refusal.hint());
        }
    }

    @Test
    void only_the_enrolled_keys_count_and_each_once() {
        var list = SignedList.parse(TEXT.getBytes(UTF_8));
        var keys = List.of(ACME.publicKey(), BETA.publicKey());
        assertEquals(list, SignedList.open(list.signed(ACME), keys, 1));
        assertRefused(Code.SIGNATURE_INVALID, () -> SignedList.open(list.signed(SigningKey.generate()), keys, 1));
        assertRefused(Code.SIGNATURE_THRESHOLD, () -> SignedList.open(list.signed(ACME, ACME), keys, 2));
        assertEquals(list, SignedList.open(list.signed(BETA, ACME), keys, 2));
    }

    @Test
    void an_envelope_of_another_type_is_no_list() {
        var list = SignedList.parse(TEXT.getBytes(UTF_8));
        var other = Dsse.sign("application/vnd.polar.consent+json", list.payload(), ACME)
                .bytes();
        assertRefused(Code.SIGNATURE_INVALID, () -> SignedList.open(other, List.of(ACME.publicKey()), 1));
    }

    @Test
    void what_is_too_large_is_not_read() {
        var many = new SignedList(
                1,
                THEN,
                THEN.plusSeconds(1),
                java.util.stream.IntStream.rangeClosed(0, SignedList.MOST_ENTRIES)
                        .mapToObj(n -> entry("e" + n, Kind.PLUGIN, "acme.weather"))
                        .toList());
        assertRefused(Code.REVOCATIONS_INVALID, () -> SignedList.parse(many.payload()));
        var large = new byte[SignedList.MOST_BYTES + 1];
        Arrays.fill(large, (byte) ' ');
        assertRefused(Code.REVOCATIONS_INVALID, () -> SignedList.parse(large));
    }

    @Test
    void a_list_follows_only_one_that_it_holds_whole() {
        var one = entry("1", Kind.PLUGIN, "acme.weather");
        var two = entry("2", Kind.PLUGIN, "acme.notes");
        var second = list(2, THEN, one);
        assertDoesNotThrow(() -> list(3, THEN, two, one).requireAfter(second));
        assertDoesNotThrow(() -> list(2, THEN, one).requireAfter(second));
        var reworded = new Revocation("1", one.kind(), one.value(), one.mode(), "worse than we thought", THEN);
        assertDoesNotThrow(() -> list(3, THEN, reworded).requireAfter(second));
        assertRefused(Code.TRUST_ROLLBACK, () -> list(1, THEN, one).requireAfter(second));
        assertRefused(Code.TRUST_ROLLBACK, () -> list(2, THEN, one, two).requireAfter(second));
        assertRefused(
                Code.TRUST_ROLLBACK, () -> list(3, THEN.minusSeconds(1), one).requireAfter(second));
        assertRefused(Code.TRUST_ROLLBACK, () -> list(3, THEN, two).requireAfter(second));
        var later = new Revocation("1", one.kind(), one.value(), one.mode(), one.reason(), THEN.plusSeconds(9));
        assertRefused(Code.TRUST_ROLLBACK, () -> list(3, THEN, later).requireAfter(second));
        var sparing = new Revocation("1", one.kind(), one.value(), one.mode(), one.reason(), THEN, Optional.of(THEN));
        assertRefused(Code.TRUST_ROLLBACK, () -> list(3, THEN, sparing).requireAfter(second));
    }

    @Property(tries = 300)
    void what_is_written_is_read_the_same(@ForAll("lists") SignedList list) {
        assertEquals(list, SignedList.open(list.signed(ACME), List.of(ACME.publicKey()), 1));
    }

    @Provide
    Arbitrary<SignedList> lists() {
        var times = Arbitraries.longs().between(0, 4_000_000_000L).map(Instant::ofEpochSecond);
        var entries = Combinators.combine(
                        Arbitraries.of(
                                entry("x", Kind.KEY, "0f".repeat(32)),
                                entry("x", Kind.PUBLISHER, "acme"),
                                entry("x", Kind.PLUGIN, "acme.weather"),
                                entry("x", Kind.VERSION, "acme.weather@1.4.0-rc.1"),
                                entry("x", Kind.VERSION, "acme.weather@[1.4.0,)"),
                                entry("x", Kind.DIGEST, "sha256:" + "0f".repeat(32)),
                                entry("x", Kind.TOOL, "acme.weather/get-forecast")),
                        Arbitraries.of(Mode.class),
                        Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(20),
                        times,
                        times.optional())
                .as((what, mode, reason, at, since) ->
                        new Revocation("x", what.kind(), what.value(), mode, reason, at, since));
        return Combinators.combine(
                        Arbitraries.integers().between(1, Integer.MAX_VALUE),
                        times,
                        entries.list().ofMaxSize(6))
                .as((version, at, all) -> new SignedList(
                        version,
                        at,
                        at.plusSeconds(60),
                        java.util.stream.IntStream.range(0, all.size())
                                .mapToObj(n -> numbered(n, all.get(n)))
                                .toList()));
    }

    private static Revocation numbered(int n, Revocation entry) {
        return new Revocation(
                "e-" + n,
                entry.kind(),
                entry.value(),
                entry.mode(),
                entry.reason(),
                entry.effectiveAt(),
                entry.compromisedSince());
    }

    private static Revocation entry(String id, Kind kind, String value) {
        return new Revocation(id, kind, value, Mode.HARD, "why", THEN);
    }

    private static SignedList list(long version, Instant issuedAt, Revocation... entries) {
        return new SignedList(version, issuedAt, issuedAt.plusSeconds(60), List.of(entries));
    }

    private static void assertRefused(Code code, org.junit.jupiter.api.function.Executable action) {
        assertEquals(code, assertThrows(Refusal.class, action).code());
    }
}
