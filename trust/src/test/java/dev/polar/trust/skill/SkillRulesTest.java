package dev.polar.trust.skill;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.container.Archive;
import dev.polar.trust.container.Entry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SkillRulesTest {
    private static final String HEAD = "---\nname: notes\ndescription: Keeps notes. Use when asked to remember.\n";
    private static final String GOOD = HEAD + "---\n# Notes\n\nWrite it down.\n";

    private static Archive archive(String... namesAndTexts) {
        var entries = new ArrayList<Entry>();
        for (int i = 0; i < namesAndTexts.length; i += 2) {
            entries.add(new Entry(namesAndTexts[i], namesAndTexts[i + 1].getBytes(UTF_8)));
        }
        return new Archive(entries);
    }

    private static List<Finding> check(String skillMd) {
        return SkillRules.check(archive("skills/notes/SKILL.md", skillMd));
    }

    @Test
    void a_skill_by_the_book_has_no_findings() {
        assertEquals(List.of(), check(GOOD));
        assertEquals(List.of(), check("\ufeff" + GOOD.replace("\n", "\r\n")));
        var full = HEAD
                + "license: Apache-2.0\ncompatibility: Needs git\nmetadata:\n  author: me\n  version: \"1.0\"\n---\n";
        assertEquals(List.of(), check(full));
    }

    /** Front matter between the fences ('/' divides lines), the rule, how bad, and the line of the finding. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            name: notes                                    | description-missing | ERROR   | 2
            name: notes/description:                       | description-missing | ERROR   | 2
            description: d                                 | name-missing        | ERROR   | 2
            name: Notes/description: d                     | name-form           | ERROR   | 2
            name: -notes/description: d                    | name-form           | ERROR   | 2
            name: no--tes/description: d                   | name-form           | ERROR   | 2
            name: nötes/description: d                     | name-form           | ERROR   | 2
            name: other/description: d                     | name-folder         | ERROR   | 2
            name: notes/descripton: d/description: d       | unknown-key         | ERROR   | 3
            name: notes/description: d/version: 1          | unknown-key         | ERROR   | 4
            name: notes/description: d/hooks: {}           | hook                | WARNING | 4
            name: notes/description: [a, b]                | description-form    | ERROR   | 3
            name: notes/description: d/compatibility: ''   | compatibility-length | ERROR  | 4
            name: notes/description: d/metadata: x         | metadata-form       | ERROR   | 4
            name: notes/description: d/metadata:/  a: [b]  | metadata-form       | ERROR   | 5
            name: notes/description: d/allowed-tools: Read | allowed-tools       | WARNING | 4
            name: notes/description: d/allowed-tools: [Read] | allowed-tools-form | ERROR  | 4
            name: notes/description: use when: asked       | yaml                | ERROR   | 3
            name: notes/description: "d                    | yaml                | DANGER  | 3
            name: notes/description: d/name: other         | duplicate-key       | DANGER  | 4
            name: notes/description: d/metadata: {a: 1, a: 2} | duplicate-key    | DANGER  | 4
            name: notes/description: &d text/license: *d   | yaml-alias          | DANGER  | 3
            name: notes/description: !!str d               | yaml-tag            | DANGER  | 3
            name: notes/description: !!javax.script.ScriptEngineManager [x] | yaml-tag | DANGER | 3
            name: notes/description: d/? [a]/: b           | yaml-key            | DANGER  | 4
            - name/- notes                                 | yaml                | DANGER  | 2
            """)
    void a_broken_rule_is_named_with_file_and_line(String matter, String rule, Finding.Severity severity, int line) {
        var findings = check("---\n" + matter.replace("/", "\n") + "\n---\nDo it.\n");
        var found = findings.stream().filter(f -> f.rule().equals(rule)).findFirst();
        assertTrue(found.isPresent(), findings::toString);
        assertEquals(
                new Finding(
                        "skills/notes/SKILL.md",
                        line,
                        rule,
                        severity,
                        found.get().message()),
                found.get());
        if (severity != Finding.Severity.WARNING) {
            var why = assertThrows(Refusal.class, () -> SkillRules.requirePublishable(findings));
            assertEquals(Code.SKILL_INVALID, why.code());
        }
        if (severity == Finding.Severity.DANGER) {
            var why = assertThrows(Refusal.class, () -> SkillRules.requireImportable(findings));
            assertEquals(Code.IMPORT_DANGEROUS, why.code());
            assertEquals("skills/notes/SKILL.md", why.details().get("entry"));
        } else {
            assertDoesNotThrow(() -> SkillRules.requireImportable(findings));
        }
    }

    /** Row 43 of the attacks. */
    @Test
    void a_bomb_of_aliases_is_refused_before_anything_is_expanded() {
        var bomb = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x]\n");
        for (int i = 1; i < 30; i++) {
            bomb.append("a%d: &a%d [*a%d,*a%d,*a%d,*a%d,*a%d,*a%d]\n"
                    .formatted(i, i, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1));
        }
        var findings = check("---\nname: notes\ndescription: d\n" + bomb + "---\n");
        assertThrows(Refusal.class, () -> SkillRules.requireImportable(findings));
    }

    @Test
    void front_matter_too_deep_or_too_large_is_refused() {
        for (var value : List.of("[".repeat(5_000), "[".repeat(40) + "]".repeat(40), "x".repeat(70_000))) {
            var findings = check("---\nname: notes\ndescription: d\nmetadata: " + value + "\n---\n");
            assertThrows(Refusal.class, () -> SkillRules.requireImportable(findings), findings::toString);
        }
    }

    @Test
    void lengths_are_counted_in_characters_and_limits_are_inclusive() {
        var most = "😀".repeat(1_024);
        assertEquals(List.of(), check("---\nname: notes\ndescription: " + most + "\n---\n"));
        assertEquals(
                "description-length",
                check("---\nname: notes\ndescription: " + most + "x\n---\n")
                        .getFirst()
                        .rule());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# Notes\n", "----\nname: notes\n---\n", "---\nname: notes\n", " ---\nname: a\n---\n"})
    void a_file_without_front_matter_is_a_finding(String text) {
        assertEquals(
                new Finding("skills/notes/SKILL.md", 1, "front-matter", Finding.Severity.ERROR, ""),
                withoutMessage(check(text).stream()
                        .filter(f -> f.rule().equals("front-matter"))
                        .findFirst()
                        .orElseThrow()));
    }

    private static Finding withoutMessage(Finding f) {
        return new Finding(f.file(), f.line(), f.rule(), f.severity(), "");
    }

    @Test
    void hyphens_inside_a_value_do_not_end_the_front_matter() {
        var text = "---\nname: notes\ndescription: |\n  a --- b\n   ---\n  c\n---\nBody\n";
        assertEquals(
                "Body",
                SkillFolder.all(archive("skills/notes/SKILL.md", text))
                        .getFirst()
                        .body());
    }

    /** Row 51 of the attacks, and what carries instructions past a reader's eyes. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u200b",
                "\u200d",
                "\u202e",
                "\u2066",
                "\udb40\udc41",
                "\ufeff",
                "\u00ad",
                "\ufe0f\ufe0f",
                "\udb40\udd00"
            })
    void a_hidden_character_in_any_text_file_is_refused_with_its_place(String hidden) {
        for (var file : List.of("skills/notes/SKILL.md", "skills/notes/references/x.md", "README", "plugin.json")) {
            var text = file.endsWith("SKILL.md") ? GOOD + "a" + hidden + "b\n" : "\n\n\n\n\n\na" + hidden + "b";
            var contents = file.endsWith("SKILL.md")
                    ? archive(file, text)
                    : archive("skills/notes/SKILL.md", GOOD, file, text);
            var found = SkillRules.check(contents).getFirst();
            assertEquals(
                    new Finding(
                            file,
                            7 + (file.endsWith("SKILL.md") ? 1 : 0),
                            "hidden-character",
                            Finding.Severity.DANGER,
                            ""),
                    withoutMessage(found));
        }
    }

    @Test
    void emoji_and_words_that_need_joiners_are_no_hidden_characters() {
        assertEquals(List.of(), check(GOOD + "⚠️ 👨‍👩‍👧 1️⃣ می‌خواهم क्‍ष\n"));
    }

    @Test
    void a_file_that_is_not_text_is_left_alone_and_a_text_that_pretends_not_to_be_is_not() {
        var image = new Entry("skills/notes/assets/x.png", new byte[] {0, (byte) 0xe2, (byte) 0x80, (byte) 0x8b});
        var skill = new Entry("skills/notes/SKILL.md", GOOD.getBytes(UTF_8));
        assertEquals(List.of(), SkillRules.check(new Archive(List.of(skill, image))));
        var notes = new Entry("skills/notes/x.md", "a\0b\u200bc".getBytes(UTF_8));
        assertTrue(SkillRules.check(new Archive(List.of(skill, notes))).stream()
                .anyMatch(f -> f.rule().equals("hidden-character")));
        var wide = new Entry("skills/notes/x", "\ufeffa\u202eb".getBytes(StandardCharsets.UTF_16LE));
        assertTrue(SkillRules.check(new Archive(List.of(skill, wide))).stream()
                .anyMatch(f -> f.rule().equals("hidden-character")));
        var broken = new Entry("skills/notes/y", new byte[] {(byte) 0xff, (byte) 0xe2, (byte) 0x80, (byte) 0x8b});
        assertTrue(SkillRules.check(new Archive(List.of(skill, broken))).stream()
                .anyMatch(f -> f.rule().equals("hidden-character")));
    }

    @Test
    void in_vendored_code_a_hidden_character_is_only_noted() {
        var findings = SkillRules.check(archive("dev.polar/vendor/x/index.js", "a\u200bb\u200bc"));
        assertEquals(
                List.of(Finding.Severity.NOTE),
                findings.stream().map(Finding::severity).toList());
    }

    @Test
    void commands_before_the_prompt_and_hooks_are_found_and_never_run() {
        var findings = SkillRules.check(archive(
                "skills/notes/SKILL.md", GOOD + "Status: !`git status`\n",
                "hooks/hooks.json", "{}",
                ".claude/commands/x.md", "x",
                "skills/notes/hooks/run.sh", "x"));
        assertEquals(
                List.of(
                        ".claude/commands:0 hook WARNING",
                        "hooks:0 hook WARNING",
                        "skills/notes/SKILL.md:8 pre-prompt-command WARNING",
                        "skills/notes/hooks:0 hook WARNING"),
                findings.stream()
                        .map(f -> f.file() + ":" + f.line() + " " + f.rule() + " " + f.severity())
                        .toList());
        SkillRules.requirePublishable(findings);
    }

    @Test
    void two_skills_of_one_name_are_refused() {
        var other = GOOD.replace("name: notes", "name: NOTES");
        var findings = SkillRules.check(archive("skills/notes/SKILL.md", GOOD, "skills/other/SKILL.md", other));
        assertTrue(findings.stream().anyMatch(f -> f.rule().equals("two-skills")), findings::toString);
        assertThrows(Refusal.class, () -> SkillRules.requireImportable(findings));
    }

    @ParameterizedTest
    @CsvSource({
        "skills/notes/skill.md, file-name, ERROR",
        "skills/notes/sub/SKILL.md, nested-skill, WARNING",
        "skills/empty/readme.md, no-skill, WARNING",
    })
    void files_in_the_wrong_place_are_findings(String file, String rule, Finding.Severity severity) {
        var findings = SkillRules.check(archive("skills/notes/SKILL.md", GOOD, file, "x"));
        assertTrue(
                findings.stream().anyMatch(f -> f.rule().equals(rule) && f.severity() == severity), findings::toString);
    }

    @Test
    void a_folder_is_named_like_a_skill() {
        var findings =
                SkillRules.check(archive("skills/My_Notes/SKILL.md", GOOD.replace("name: notes", "name: My_Notes")));
        assertEquals(
                List.of("folder-name", "name-form"),
                findings.stream().map(Finding::rule).toList());
    }

    @Test
    void a_skill_is_served_with_all_it_says() {
        var text = "---\nname: notes\ndescription: >\n  Keeps\n  notes.\nlicense: MIT\ncompatibility: git\n"
                + "metadata:\n  version: 1.0\nallowed-tools: Bash(git status:*) Read, Write\n---\n# Notes\n";
        var skill = SkillFolder.all(archive("skills/notes/SKILL.md", text, "skills/notes/a.txt", "x", "skills/x/y", ""))
                .getFirst();
        assertEquals("notes", skill.name());
        assertEquals("Keeps notes.", skill.description().strip());
        assertEquals(Optional.of("MIT"), skill.license());
        assertEquals(Map.of("version", "1.0"), skill.metadata());
        assertEquals(List.of("Bash(git status:*)", "Read", "Write"), skill.allowedTools());
        assertEquals(
                List.of("skills/notes/SKILL.md", "skills/notes/a.txt"),
                skill.files().stream().map(Entry::name).toList());
    }

    @Test
    void an_imported_skill_without_description_is_served_with_the_start_of_its_text() {
        var skill = SkillFolder.all(archive("skills/notes/SKILL.md", "# Notes\n\nWrite it down.\n"))
                .getFirst();
        assertEquals("Write it down.", skill.description());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0    | about 0 tokens
            4    | about 1 token
            9300 | about 2,300 tokens
            """)
    void sizes_are_told_with_two_digits(int characters, String told) {
        assertEquals(told, Tokens.of("x".repeat(characters)).toString());
    }
}
