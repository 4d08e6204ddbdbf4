package dev.polar.trust.skill;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.container.Archive;
import dev.polar.trust.container.Entry;
import dev.polar.trust.skill.Finding.Severity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Everything there is to find in a package's skills and texts, and what is done about it. */
public final class SkillRules {
    private static final Set<String> NOT_TEXTS = Set.of("dev.polar/attestations.json");
    private static final Set<String> CLIENTS = Set.of("hooks", "commands", "agents");

    private SkillRules() {}

    /** All findings, sorted by file and line. */
    public static List<Finding> check(Archive contents) {
        var findings = new ArrayList<Finding>();
        for (var entry : contents.entries()) {
            if (!NOT_TEXTS.contains(entry.name()) && !entry.name().startsWith("dev.polar/code/")) {
                TextRules.check(entry, findings);
            }
        }
        var named = new HashMap<String, String>();
        SkillFolder.folders(contents).forEach((folder, files) -> folder(folder, files, named, findings));
        hooks(contents, findings);
        return findings.stream().distinct().sorted().toList();
    }

    /**
     * Publishing refuses what the specification refuses.
     *
     * @throws Refusal {@code SKILL_INVALID}, for the first error or danger
     */
    public static void requirePublishable(List<Finding> findings) {
        first(findings, Severity.ERROR).ifPresent(f -> {
            throw refused(Code.SKILL_INVALID, f, "Correct it; polar check lists everything there is to correct.");
        });
    }

    /**
     * An import refuses only what is dangerous or ambiguous.
     *
     * @throws Refusal {@code IMPORT_DANGEROUS}, for the first danger
     */
    public static void requireImportable(List<Finding> findings) {
        first(findings, Severity.DANGER).ifPresent(f -> {
            throw refused(Code.IMPORT_DANGEROUS, f, "Ask its author, or remove it from a copy you have read.");
        });
    }

    private static Optional<Finding> first(List<Finding> findings, Severity atLeast) {
        return findings.stream()
                .filter(f -> f.severity().compareTo(atLeast) >= 0)
                .findFirst();
    }

    private static Refusal refused(Code code, Finding f, String hint) {
        return new Refusal(
                code,
                f.toString(),
                hint,
                Map.of("entry", f.file(), "line", Integer.toString(f.line()), "rule", f.rule()));
    }

    private static void folder(String folder, List<Entry> files, Map<String, String> named, List<Finding> findings) {
        var file = SkillFolder.ROOT + folder + "/" + SkillFolder.FILE;
        for (var entry : files) {
            var name = entry.name();
            boolean skillFile = name.toLowerCase(Locale.ROOT).endsWith("/skill.md");
            if (skillFile && !name.equals(file)) {
                boolean here = name.equalsIgnoreCase(file);
                findings.add(new Finding(
                        name,
                        0,
                        here ? "file-name" : "nested-skill",
                        here ? Severity.ERROR : Severity.WARNING,
                        here ? "the file is named SKILL.md" : "skills inside skills are not discovered"));
            }
        }
        if (files.stream().noneMatch(e -> e.name().equals(file))) {
            findings.add(new Finding(
                    SkillFolder.ROOT + folder,
                    0,
                    "no-skill",
                    Severity.WARNING,
                    "a folder without SKILL.md is no skill"));
            return;
        }
        if (folder.length() > 64 || !SkillFile.NAME.matcher(folder).matches()) {
            findings.add(new Finding(
                    file,
                    0,
                    "folder-name",
                    Severity.ERROR,
                    "the folder's name '" + folder + "' is not a skill's name"));
        }
        SkillFile.read(folder, files, findings);
        var other = named.putIfAbsent(SkillFile.statedName(folder, files).toLowerCase(Locale.ROOT), folder);
        if (other != null) {
            findings.add(new Finding(
                    file, 0, "two-skills", Severity.DANGER, "this skill and skills/" + other + " have one name"));
        }
    }

    private static void hooks(Archive contents, List<Finding> findings) {
        var seen = new HashMap<String, Integer>();
        for (var entry : contents.entries()) {
            var parts = entry.name().split("/");
            for (int i = 0; i < parts.length - 1; i++) {
                boolean clients = (i == 0 || parts[i - 1].startsWith(".")) && CLIENTS.contains(parts[i]);
                boolean skills = i == 2 && parts[0].equals("skills") && parts[2].equals("hooks");
                if (clients || skills) {
                    seen.merge(String.join("/", List.of(parts).subList(0, i + 1)), 1, Integer::sum);
                }
            }
        }
        seen.forEach((folder, files) -> findings.add(new Finding(
                folder,
                0,
                "hook",
                Severity.WARNING,
                files + (files == 1 ? " file" : " files") + " with no counterpart here: listed, never run")));
    }
}
