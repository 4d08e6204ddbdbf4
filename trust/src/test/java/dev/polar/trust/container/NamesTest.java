package dev.polar.trust.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.spi.Refusal;
import dev.polar.trust.container.ZipForge.Field;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "plugin.json",
                "a",
                "a-b_c.d+e@f",
                ".hidden",
                "..a",
                "a..b",
                "a/.b/c",
                "skills/x/SKILL.md",
                "skills/x/skill.txt",
                "dev.polar/attestations.json",
                "dev.polar/code/A.jar",
                "mcp.json5",
                "x/plugin.JSON",
                "console.txt",
                "com10",
                "null"
            })
    void a_name_that_is_one_name_everywhere_is_accepted(String name) {
        assertEquals(List.of(name), read(name));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ../evil               | name-segment
            a/../../evil          | name-segment
            ..                    | name-segment
            .                     | name-segment
            a/./b                 | name-segment
            a.                    | name-segment
            a./b                  | name-segment
            -rf                   | name-segment
            a/-rf                 | name-segment
            CON                   | name-segment
            con.txt               | name-segment
            a/nul/b               | name-segment
            Aux.tar.gz            | name-segment
            lpt9.log              | name-segment
            com0                  | name-segment
            PRN                   | name-segment
            ``                    | name-characters
            /etc/passwd           | name-characters
            a//b                  | name-characters
            C:evil                | name-characters
            C:/evil               | name-characters
            a\\b                  | name-characters
            ..\\evil              | name-characters
            \\\\host\\share       | name-characters
            ` a`                  | name-characters
            a b                   | name-characters
            a~1                   | name-characters
            a\u0000.txt           | name-characters
            a\u0009b              | name-characters
            é                     | name-characters
            \u0430bc              | name-characters
            a\u200Bb              | name-characters
            a\u202Eb              | name-characters
            CONIN$                | name-characters
            plugin.JSON           | reserved-spelling
            MCP.json              | reserved-spelling
            Skills/x/notes.txt    | reserved-spelling
            skills/x/skill.md     | reserved-spelling
            Dev.Polar/x           | reserved-spelling
            dev.polar/Code/a.jar  | reserved-spelling
            dev.polar/code/a.JAR  | reserved-spelling
            dev.polar/VENDOR/a    | reserved-spelling
            dev.polar/Attestations.json | reserved-spelling
            """)
    void a_name_that_means_something_else_somewhere_is_refused(String name, String rule) {
        assertEquals(rule, rule(name));
    }

    static Stream<Arguments> clashes() {
        return Stream.of(
                Arguments.of("name-clash", List.of("a", "a")),
                Arguments.of("name-clash", List.of("a.txt", "A.txt")),
                Arguments.of("name-clash", List.of("a", "a/b")),
                Arguments.of("name-clash", List.of("a/b", "a")),
                Arguments.of("name-clash", List.of("a/b", "A")),
                Arguments.of("name-clash", List.of("A", "a/b/c")),
                Arguments.of("name-clash", List.of("x/a/b", "x/a")),
                Arguments.of("directory-spelling", List.of("a/b", "A/c")),
                Arguments.of("directory-spelling", List.of("x/a/b", "x/A/c")));
    }

    @ParameterizedTest
    @MethodSource("clashes")
    void two_names_that_are_one_somewhere_are_refused(String rule, List<String> names) {
        assertEquals(rule, rule(names.toArray(String[]::new)));
    }

    @Test
    void a_name_has_at_most_240_bytes() {
        assertEquals(1, read("a".repeat(240)).size());
        assertEquals("name-length", rule("a".repeat(241)));
        assertEquals("name-length", rule("a/".repeat(30_000) + "a"));
    }

    @Test
    void directories_have_no_entries() {
        assertEquals("directory-entry", rule("skills/"));
    }

    @Test
    void bytes_that_are_no_text_are_shown_escaped() {
        var forge = new ZipForge();
        forge.add("\u001b[31mred\n\u202e", "");
        var refusal = assertThrows(Refusal.class, () -> StrictZip.read(forge.bytes()));
        var shown = refusal.details().get("entry");
        assertTrue(shown.startsWith("\\u001b[31mred\\u000a"), shown);
        assertTrue(refusal.getMessage().chars().allMatch(c -> c >= 0x20 && c < 0x7F), refusal::getMessage);
    }

    @Test
    void a_name_marked_as_utf8_is_still_ascii() {
        var forge = new ZipForge();
        forge.add("ä", "").both(Field.FLAGS, 1 << 11);
        var refusal = assertThrows(Refusal.class, () -> StrictZip.read(forge.bytes()));
        assertEquals("name-characters", refusal.details().get("rule"));
    }

    private static List<String> read(String... names) {
        return StrictZip.read(forge(names)).entries().stream().map(Entry::name).toList();
    }

    private static String rule(String... names) {
        return assertThrows(Refusal.class, () -> StrictZip.read(forge(names)))
                .details()
                .get("rule");
    }

    private static byte[] forge(String... names) {
        var forge = new ZipForge();
        for (var name : names) {
            forge.add(name, "");
        }
        return forge.bytes();
    }
}
