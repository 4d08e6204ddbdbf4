package dev.polar.trust.skill;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.polar.trust.container.Archive;
import dev.polar.trust.container.Entry;
import dev.polar.trust.text.CleanText;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs its seeds in every build; fuzzes with {@code JAZZER_FUZZ=1} and {@code -Djazzer.hooks=true}. */
class SkillFuzzTest {
    static Stream<byte[]> skills() {
        return Stream.of(
                        "---\nname: notes\ndescription: d\n---\nBody\n",
                        "---\nname: notes\ndescription: use when: asked\nmetadata: {a: [b, {c: d}]}\n---\n",
                        "---\nname: &a notes\ndescription: *a\n? [x]\n: !!str y\n---\n!`x`\n",
                        "---\n\t- \"\n---\n",
                        "---\n%YAML 1.2\n--- a\n...\n---\n")
                .map(s -> s.getBytes(UTF_8));
    }

    @MethodSource("skills")
    @FuzzTest(maxDuration = "3m")
    void bytes_are_a_skill_or_have_findings_and_what_is_shown_is_clean(byte[] bytes) {
        var contents = new Archive(List.of(new Entry("skills/notes/SKILL.md", bytes)));
        var findings = SkillRules.check(contents);
        assertEquals(1, SkillFolder.all(contents).size());
        for (var finding : findings) {
            assertTrue(finding.line() >= 0, finding::toString);
            assertEquals(CleanText.line(finding.toString()), finding.toString());
        }
    }
}
