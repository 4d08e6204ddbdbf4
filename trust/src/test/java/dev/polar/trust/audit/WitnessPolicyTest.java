package dev.polar.trust.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.key.SigningKey;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WitnessPolicyTest {
    private static final String LOG =
            new NoteKey("log.example/1", SigningKey.generate().publicKey()).toString();
    private static final List<String> KEYS = IntStream.range(0, 6)
            .mapToObj(
                    i -> new WitnessKey("w.example/" + i, SigningKey.generate().publicKey()).toString())
            .toList();

    /** {@code LOG} and {@code K0} to {@code K5} stand for keys, {@code |} for the end of a line. */
    private static byte[] text(String lines) {
        return Pattern.compile("LOG|K[0-5]|\\|")
                .matcher(lines)
                .replaceAll(name -> switch (name.group()) {
                    case "LOG" -> LOG;
                    case "|" -> "\n";
                    case String key -> KEYS.get(key.charAt(1) - '0');
                })
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static final String TWO_LEVELS = "log LOG|witness x1 K0|witness x2 K1|witness x3 K2|group x 2 x1 x2 x3|"
            + "witness y1 K3|witness y2 K4|group y any y1 y2|group both all x y|quorum both|";

    @ParameterizedTest
    @CsvSource({
        "x1 x2 y1, true",
        "x1 x3 y2, true",
        "x1 x2 x3 y1 y2, true",
        "x1 x2, false",
        "x1 x2 x3, false",
        "y1 y2, false",
        "x1 y1 y2, false",
        "'', false"
    })
    void a_quorum_is_what_its_groups_say(String signers, boolean met) {
        var names = signers.isEmpty() ? Set.<String>of() : Set.of(signers.split(" "));
        assertEquals(met, WitnessPolicy.parse(text(TWO_LEVELS)).isMetBy(names));
    }

    @Test
    void a_quorum_of_none_is_met_by_nobody_and_one_of_a_witness_by_it_alone() {
        assertTrue(WitnessPolicy.parse(text("quorum none")).isMetBy(Set.of()));
        var one = WitnessPolicy.parse(text("witness a K0|witness b K1|quorum b|"));
        assertEquals(List.of(false, true), List.of(one.isMetBy(Set.of("a")), one.isMetBy(Set.of("b"))));
    }

    @Test
    void spaces_tabs_comments_empty_lines_addresses_and_a_missing_last_end_of_line_say_nothing() {
        var policy = WitnessPolicy.parse(
                text(
                        "# a comment \u00e9|\t log\tLOG  https://log.example/ |||  # another|witness \u00ff K0 http://w:1|quorum \u00ff"));
        assertEquals(
                List.of(new WitnessPolicy.Log(NoteKey.parse(LOG), Optional.of("https://log.example/"))), policy.logs());
        assertEquals(
                List.of(WitnessKey.parse(KEYS.getFirst())),
                policy.witnesses().stream().map(WitnessPolicy.Witness::key).toList());
        assertTrue(policy.isMetBy(
                policy.witnesses().stream().map(WitnessPolicy.Witness::name).collect(Collectors.toSet())));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "log LOG|",
                "quorum a|",
                "quorum none|quorum none|",
                "quorum none extra|",
                "quorum|",
                "wittness a K0|quorum none|",
                "witness a K0|witness a K1|quorum a|",
                "witness a K0|witness b K0|quorum a|",
                "witness a LOG|quorum a|",
                "log K0|quorum none|",
                "log LOG|log LOG|quorum none|",
                "log LOG url more|quorum none|",
                "witness none K0|quorum none|",
                "witness a K0|group none any a|quorum a|",
                "witness a K0|group a any a|quorum a|",
                "witness a K0|group g any|quorum g|",
                "witness a K0|group g 0 a|quorum g|",
                "witness a K0|group g 2 a|quorum g|",
                "witness a K0|group g 01 a|quorum g|",
                "witness a K0|group g +1 a|quorum g|",
                "witness a K0|group g most a|quorum g|",
                "witness a K0|group g any a a|quorum g|",
                "witness a K0|group g any a|group h any a|quorum g|",
                "witness a K0|group g any g|quorum g|",
                "group g any a|witness a K0|quorum g|",
                "quorum a|witness a K0|",
                "witness a K0|quorum a\r|",
                "witness a K0|quorum a\u007f|",
                "witness a K0|group g any none|quorum g|"
            })
    void anything_else_is_no_policy(String lines) {
        assertEquals(
                Code.KEY_INVALID,
                assertThrows(Refusal.class, () -> WitnessPolicy.parse(text(lines)))
                        .code());
    }

    @Test
    void the_line_that_does_not_fit_is_named() {
        var refusal = assertThrows(
                Refusal.class, () -> WitnessPolicy.parse(text("witness a K0|# fine|group g 2 a|quorum g|")));
        assertTrue(refusal.getMessage().contains("line 3: a group of 1 cannot sign 2 times"), refusal.getMessage());
    }

    @Test
    void a_policy_of_more_than_64_kib_is_none() {
        assertThrows(Refusal.class, () -> WitnessPolicy.parse(text("quorum none|" + "#".repeat(65_536))));
    }
}
