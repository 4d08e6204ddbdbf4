package dev.polar.trust.skill;

import dev.polar.trust.skill.Finding.Severity;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The two parts of {@code SKILL.md}: what stands between two lines {@code ---} at the very start, and the rest.
 *
 * @param bodyLine the line of the file on which the body starts
 */
record FrontMatter(Yaml.Mapping values, String body, int bodyLine) {
    /** In characters. */
    static final int LONGEST = 64 * 1024;

    private static final String FENCE = "---";
    /** A value that YAML would not read for the ": " or " #" inside it, and that everyone else does. */
    private static final Pattern UNQUOTED = Pattern.compile("([A-Za-z][A-Za-z-]*): +([^\"'|>\\[{&*!%@`#\\s].*)");

    static FrontMatter read(String file, String content, List<Finding> findings) {
        var text = content.startsWith("\ufeff") ? content.substring(1) : content;
        var lines = text.lines().toList();
        int end = lines.isEmpty() || !lines.getFirst().equals(FENCE)
                ? -1
                : lines.subList(1, lines.size()).indexOf(FENCE) + 1;
        if (end < 1) {
            var message = "the file starts with front matter between two lines of three hyphens";
            findings.add(new Finding(file, 1, "front-matter", Severity.ERROR, message));
            return new FrontMatter(new Yaml.Mapping(List.of(), 1), text, 1);
        }
        var values = values(file, lines.subList(1, end), findings);
        var body = lines.subList(end + 1, lines.size()).stream().collect(Collectors.joining("\n"));
        return new FrontMatter(values, body, end + 2);
    }

    private static Yaml.Mapping values(String file, List<String> lines, List<Finding> findings) {
        var text = String.join("\n", lines);
        if (text.length() > LONGEST) {
            findings.add(new Finding(file, 2, "yaml", Severity.DANGER, "front matter of over 64 KiB"));
            return new Yaml.Mapping(List.of(), 2);
        }
        try {
            return YamlReader.read(file, text, 2, findings);
        } catch (YamlReader.Unreadable fault) {
            return again(file, lines, fault, findings);
        }
    }

    /** Reads once more with such values quoted; if that does not help, nobody knows what the author meant. */
    private static Yaml.Mapping again(
            String file, List<String> lines, YamlReader.Unreadable fault, List<Finding> findings) {
        var quoted = lines.stream()
                .map(l -> UNQUOTED.matcher(l).replaceFirst(m -> {
                    var value = m.group(2).stripTrailing().replace("'", "''");
                    return Matcher.quoteReplacement(m.group(1) + ": '" + value + "'");
                }))
                .collect(Collectors.joining("\n"));
        try {
            var values = YamlReader.read(file, quoted, 2, findings);
            var message = "this is not YAML (" + fault.getMessage() + "): put the value in quotes";
            findings.add(new Finding(file, fault.line, "yaml", Severity.ERROR, message));
            return values;
        } catch (YamlReader.Unreadable still) {
            findings.add(new Finding(file, fault.line, "yaml", Severity.DANGER, "unreadable: " + fault.getMessage()));
            return new Yaml.Mapping(List.of(), 2);
        }
    }
}
