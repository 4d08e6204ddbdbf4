package dev.polar.trust.skill;

import dev.polar.trust.container.Entry;
import dev.polar.trust.skill.Finding.Severity;
import dev.polar.trust.text.CleanText;
import dev.polar.trust.text.Nearest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads one skill by the rules of agentskills.io; what breaks one is a finding, and is read as well as it can be. */
final class SkillFile {
    static final Pattern NAME = Pattern.compile("[a-z0-9]+(?:-[a-z0-9]+)*");
    private static final Set<String> KEYS = new LinkedHashSet<>(
            List.of("name", "description", "license", "compatibility", "metadata", "allowed-tools"));
    /** Commands that some agents run while they load a skill. */
    private static final Pattern PRE_PROMPT = Pattern.compile("!`[^`\\n]+`|^\\s*```!");

    private static final int LONG_BODY = 5_000;

    private final String file;
    private final String folder;
    private final List<Finding> findings;

    private SkillFile(String folder, List<Finding> findings) {
        this.file = SkillFolder.ROOT + folder + "/" + SkillFolder.FILE;
        this.folder = folder;
        this.findings = findings;
    }

    static SkillFolder read(String folder, List<Entry> files, List<Finding> findings) {
        return new SkillFile(folder, findings).read(files);
    }

    /** What the skill calls itself, or else its folder's name. */
    static String statedName(String folder, List<Entry> files) {
        var skill = new SkillFile(folder, new ArrayList<>());
        var text = FileText.of(skill.entry(files)).text();
        return FrontMatter.read(skill.file, text, skill.findings)
                .values()
                .find("name")
                .flatMap(m -> m.value().string())
                .orElse(folder);
    }

    private Entry entry(List<Entry> files) {
        return files.stream().filter(e -> e.name().equals(file)).findFirst().orElseThrow();
    }

    private SkillFolder read(List<Entry> files) {
        var text = FileText.of(entry(files));
        if (!text.strict()) {
            add(0, "encoding", Severity.ERROR, "the file is not UTF-8");
        }
        var matter = FrontMatter.read(file, text.text(), findings);
        var values = matter.values();
        keys(values);
        name(values);
        var description = limited(values, "description", 1_024);
        if (values.find("description").flatMap(m -> m.value().string()).isEmpty()) {
            add(values.line(), "description-missing", Severity.ERROR, "'description' is required");
        }
        var skill = new SkillFolder(
                folder,
                description.orElseGet(() -> opening(matter.body())),
                limited(values, "license", Integer.MAX_VALUE),
                limited(values, "compatibility", 500),
                metadata(values),
                allowedTools(values),
                matter.body(),
                files);
        body(skill, matter);
        return skill;
    }

    private void keys(Yaml.Mapping values) {
        for (var member : values.members()) {
            var key = member.key();
            if (key.equals("hooks")) {
                add(member.line(), "hook", Severity.WARNING, "hooks are listed and never run");
            }
            if (!KEYS.contains(key)) {
                var meant = Nearest.to(key, KEYS)
                        .map(k -> "; did you mean '" + k + "'?")
                        .orElse("");
                add(member.line(), "unknown-key", Severity.ERROR, "there is no key '" + shown(key) + "'" + meant);
            }
        }
    }

    private void name(Yaml.Mapping values) {
        int line = values.find("name").map(Yaml.Member::line).orElse(values.line());
        var name = values.find("name").flatMap(m -> m.value().string());
        if (name.isEmpty()) {
            add(line, "name-missing", Severity.ERROR, "'name' is required");
            return;
        }
        if (name.get().length() > 64 || !NAME.matcher(name.get()).matches()) {
            add(
                    line,
                    "name-form",
                    Severity.ERROR,
                    "'" + shown(name.get()) + "' is not 1 to 64 lower-case letters, digits and single hyphens inside");
        }
        if (!name.get().equals(folder)) {
            add(
                    line,
                    "name-folder",
                    Severity.ERROR,
                    "the skill calls itself '" + shown(name.get()) + "' and its folder '" + folder + "'");
        }
    }

    /** A text of at least one character and at most so many. */
    private Optional<String> limited(Yaml.Mapping values, String key, int longest) {
        var member = values.find(key);
        var text = member.flatMap(m -> m.value().string());
        member.ifPresent(m -> {
            if (!(m.value() instanceof Yaml.Scalar)) {
                add(m.line(), key + "-form", Severity.ERROR, "'" + key + "' is a text");
            }
            int length = text.map(t -> t.codePointCount(0, t.length())).orElse(0);
            if (length > longest || length == 0 && longest < Integer.MAX_VALUE && m.value() instanceof Yaml.Scalar) {
                add(
                        m.line(),
                        key + "-length",
                        Severity.ERROR,
                        "'" + key + "' has " + length + " characters, not 1 to " + longest);
            }
        });
        return text.filter(t -> !t.isBlank());
    }

    private Map<String, String> metadata(Yaml.Mapping values) {
        var metadata = new LinkedHashMap<String, String>();
        values.find("metadata").ifPresent(m -> {
            if (!(m.value() instanceof Yaml.Mapping map)) {
                add(m.line(), "metadata-form", Severity.ERROR, "'metadata' is a map of texts");
                return;
            }
            for (var entry : map.members()) {
                if (entry.value() instanceof Yaml.Scalar(var text, var line)) {
                    metadata.put(entry.key(), text.orElse(""));
                } else {
                    add(
                            entry.line(),
                            "metadata-form",
                            Severity.ERROR,
                            "'metadata' is a map of texts, and '" + shown(entry.key()) + "' is none");
                }
            }
        });
        return metadata;
    }

    private List<String> allowedTools(Yaml.Mapping values) {
        var member = values.find("allowed-tools");
        if (member.isEmpty()) {
            return List.of();
        }
        var tools = switch (member.get().value()) {
            case Yaml.Scalar(var text, var line) ->
                Arrays.stream(text.orElse("").split("[\\s,]+(?![^(]*\\))"))
                        .filter(t -> !t.isBlank())
                        .toList();
            case Yaml.Sequence(var items, var line) -> {
                add(line, "allowed-tools-form", Severity.ERROR, "'allowed-tools' is a text with spaces");
                yield items.stream().flatMap(i -> i.string().stream()).toList();
            }
            case Yaml.Mapping(var members, var line) -> {
                add(line, "allowed-tools-form", Severity.ERROR, "'allowed-tools' is a text with spaces");
                yield List.<String>of();
            }
        };
        if (!tools.isEmpty()) {
            var list = shown(String.join(" ", tools));
            add(
                    member.get().line(),
                    "allowed-tools",
                    Severity.WARNING,
                    "asks for " + list + ": a request, not a grant");
        }
        return tools;
    }

    private void body(SkillFolder skill, FrontMatter matter) {
        int line = matter.bodyLine();
        for (var text : matter.body().lines().toList()) {
            var match = PRE_PROMPT.matcher(text);
            if (match.find()) {
                add(
                        line,
                        "pre-prompt-command",
                        Severity.WARNING,
                        "asks for " + shown(match.group().strip()) + " to be run while it is loaded; Polar never does");
            }
            line++;
        }
        if (skill.tokens().count() > LONG_BODY) {
            add(
                    0,
                    "size",
                    Severity.NOTE,
                    "its instructions take " + skill.tokens() + "; 5,000 are recommended at most");
        }
    }

    private static String opening(String body) {
        var line = body.lines()
                .filter(l -> !l.isBlank() && !l.startsWith("#"))
                .findFirst()
                .orElse("");
        return shown(line.strip());
    }

    private static String shown(String text) {
        var line = CleanText.line(text);
        return line.codePointCount(0, line.length()) <= 200
                ? line
                : line.substring(0, line.offsetByCodePoints(0, 197)) + "...";
    }

    private void add(int line, String rule, Severity severity, String message) {
        findings.add(new Finding(file, line, rule, severity, message));
    }
}
