package dev.polar.trust.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DigestTest {
    private static final String A = "a".repeat(64);

    /** A text in which A stands for 64 digits, and what is said of it. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            A          | character 1)  | did you mean 'sha256:A'?
            sha512:A   | character 4)  | ""
            sha256 A   | character 7)  | ""
            sha256:Aa  | character 72) | 65 digits
            sha256:    | character 8)  | 0 digits
            sha256:xA  | character 8)  | 'x' is no such digit
            sha256:abG | character 10) | 'G' is no such digit
            "sha256: A" | character 8) | did you mean 'sha256:A'?
            """)
    void what_is_no_digest_is_told_with_its_character_and_what_was_meant(String text, String place, String meant) {
        var why = assertThrows(IllegalArgumentException.class, () -> Digest.parse(text.replace("A", A)));
        assertTrue(why.getMessage().contains(place), why::getMessage);
        assertTrue(why.getMessage().contains(meant.replace("A", A)), why::getMessage);
    }

    @Property
    void a_digest_is_read_as_it_is_written_and_nothing_else_is_one(@ForAll byte[] bytes, @ForAll String text) {
        var digest = Digest.of(bytes);
        assertEquals(digest, Digest.parse(digest.toString()));
        var why = assertThrows(IllegalArgumentException.class, () -> Digest.parse(text));
        assertTrue(why.getMessage().length() < 400);
    }
}
