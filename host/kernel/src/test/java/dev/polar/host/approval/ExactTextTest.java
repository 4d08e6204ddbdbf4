package dev.polar.host.approval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.trust.json.Canonical;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.text.CleanText;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is shown before a yes is what runs, to the last character, and a terminal changes nothing of it. */
class ExactTextTest {
    @ParameterizedTest
    @CsvSource({
        "202e, \\u202e",
        "200b, \\u200b",
        "00a0, \\u00a0",
        "fe0f, \\ufe0f",
        "3164, \\u3164",
        "e0041, \\udb40\\udc41",
        "00fc, \u00fc",
        "4e2d, \u4e2d"
    })
    void what_nobody_would_see_is_written_out(String hex, String shown) {
        var text = Character.toString(Integer.parseInt(hex, 16));
        assertEquals("{\"a\":\"x" + shown + "y\"}", ExactText.of("{\"a\":\"x" + text + "y\"}"));
    }

    @Property(tries = 500)
    void it_reads_back_as_the_same_arguments_and_survives_being_shown(@ForAll String text) {
        var whole = text.codePoints()
                .filter(c -> c < 0xd800 || c > 0xdfff)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        var canonical = Canonical.text(
                StrictJson.provider().createObjectBuilder().add("a", whole).build());
        var shown = ExactText.of(canonical);
        assertEquals(canonical, Canonical.text(json(shown)));
        assertTrue(CleanText.strip(shown).equals(shown), shown);
    }

    private static JsonObject json(String text) {
        return StrictJson.object(text.getBytes(StandardCharsets.UTF_8), StrictJson.Limits.bytes(1 << 20));
    }
}
