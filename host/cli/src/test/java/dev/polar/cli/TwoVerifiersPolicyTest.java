package dev.polar.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.polar.trust.audit.NoteKey;
import dev.polar.trust.audit.WitnessKey;
import dev.polar.trust.key.SigningKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose cosignatures are enough: both read the policy, and count, the same way. */
class TwoVerifiersPolicyTest {
    private static final Pattern WORD = Pattern.compile("LOG|ANOTHER|A0|B1|C2");

    @TempDir
    Path home;

    private final SampleLog log = SampleLog.of(3);
    private final List<SigningKey> keys =
            IntStream.range(0, 4).mapToObj(i -> SigningKey.generate()).toList();
    private Path export;

    /** Cosigned by the first, by the third twice, and by a stranger. */
    @BeforeEach
    void a_cosigned_export() throws IOException {
        export = log.export(home.resolve("export"), 0, 3);
        var note = log.checkpoint(3).signed(log.key);
        var lines = IntStream.of(0, 2, 2, 3)
                .mapToObj(i ->
                        WitnessKey.cosign(note.text(), "w/" + i, keys.get(i), Instant.ofEpochSecond(1_000_000 + i)))
                .toList();
        Files.writeString(export.resolve("checkpoint"), note.with(lines).toString());
    }

    private String vkey(int witness) {
        return new WitnessKey("w/" + witness, keys.get(witness).publicKey()).toString();
    }

    private TwoVerifiers.Said verify(String policy, Object... more) throws IOException {
        var text = WORD.matcher(policy.replace("|", "\n")).replaceAll(word -> switch (word.group()) {
            case "LOG" -> log.vkey.toString();
            case "ANOTHER" -> new NoteKey(SampleLog.ORIGIN, keys.get(0).publicKey()).toString();
            case "A0" -> vkey(0);
            case "B1" -> vkey(1);
            default -> vkey(2);
        });
        var file = home.resolve("policy");
        Files.write(file, text.getBytes(StandardCharsets.ISO_8859_1));
        var args = new Object[more.length + 3];
        args[0] = export;
        args[1] = "--policy";
        args[2] = file;
        System.arraycopy(more, 0, args, 3, more.length);
        return new TwoVerifiers(home).verify(text, args);
    }

    @ParameterizedTest
    @CsvSource({
        "quorum none, OK",
        "quorum a, OK",
        "quorum b, UNWITNESSED",
        "group g any b c|quorum g, OK",
        "group g all a c|quorum g, OK",
        "group g all a b c|quorum g, UNWITNESSED",
        "group g 2 a b c|quorum g, OK",
        "group g 3 a b c|quorum g, UNWITNESSED",
        "group g 1 b|quorum g, UNWITNESSED",
        "group g any a b|group h all g c|quorum h, OK",
        "group g all a b|group h all g c|quorum h, UNWITNESSED",
        "group g all a b|group h any g c|quorum h, OK",
    })
    void a_quorum_has_signed_or_has_not(String quorum, String verdict) throws IOException {
        var said = verify(
                "# who\t|  \t|log LOG\t https://log.example |witness a A0|\twitness b B1 url|witness c C2||" + quorum);
        assertEquals(verdict + " records 0 to 2 of " + SampleLog.ORIGIN, said.verdict());
    }

    @Test
    void the_origin_is_proven_by_a_key_or_a_log_line_and_they_do_not_contradict() throws IOException {
        assertEquals(3, verify("witness a A0|quorum a").exit());
        assertEquals(0, verify("witness a A0|quorum a", "--key", log.vkey).exit());
        assertEquals(
                0, verify("log LOG|witness a A0|quorum a", "--key", log.vkey).exit());
        assertEquals("DAMAGED forged", verify("log ANOTHER|quorum none").verdict());
        assertEquals(
                "DAMAGED forged",
                verify("log ANOTHER|quorum none", "--key", log.vkey).verdict());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "log LOG",
                "quorum",
                "quorum none none",
                "quorum none|quorum none",
                "quorum a|witness a A0",
                "witness none A0|quorum none",
                "witness a A0|witness a B1|quorum a",
                "witness a A0|witness b A0|quorum a",
                "witness a LOG|quorum a",
                "witness a|quorum none",
                "witness a A0 url more|quorum a",
                "log A0|quorum none",
                "log LOG|log LOG|quorum none",
                "log|quorum none",
                "group g all|quorum none",
                "group g 0 a|quorum none",
                "witness a A0|group g 0 a|quorum g",
                "witness a A0|group g 2 a|quorum g",
                "witness a A0|group g 01 a|quorum g",
                "witness a A0|group g +1 a|quorum g",
                "witness a A0|group g some a|quorum g",
                "witness a A0|group g any a a|quorum g",
                "witness a A0|group g any a|group h any a|quorum g",
                "witness a A0|group a any a|quorum a",
                "witness a A0|group g any none|quorum g",
                "group g any g|quorum g",
                "witness a A0|quorum a\r",
                "witness a A0|quorum a\u0000",
                "Witness a A0|quorum none",
                "extension|quorum none",
            })
    void a_text_that_is_no_policy_is_refused(String policy) throws IOException {
        assertEquals(1, verify(policy).exit(), policy);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "log LOG|witness \u00e9\u00ff A0|quorum \u00e9\u00ff",
                "log LOG|witness a A0|quorum a|# the last line may lack its LF, and a comment say \u00ff",
                "log LOG|witness group A0|group quorum any group|quorum quorum",
                " log\tLOG |witness a A0|group g 1 a|quorum g",
            })
    void a_text_that_looks_like_none_is_a_policy_all_the_same(String policy) throws IOException {
        assertEquals(0, verify(policy).exit(), policy);
    }

    @Test
    void a_flipped_bit_of_a_line_that_the_policy_needs_is_noticed() throws IOException {
        var file = export.resolve("checkpoint");
        var good = Files.readAllBytes(file);
        // Not of the lines of a witness that signed twice, nor of a stranger.
        var needed = new String(good, StandardCharsets.ISO_8859_1).indexOf("w/2") - 4;
        for (int at = 0; at < needed; at += 5) {
            var bad = good.clone();
            bad[at] ^= (byte) (1 << at % 7);
            Files.write(file, bad);
            assertNotEquals(
                    0,
                    verify("log LOG|witness a A0|witness c C2|group g all a c|quorum g")
                            .exit(),
                    "byte " + at);
        }
    }
}
