package dev.polar.trust.skill;

import dev.polar.trust.container.Archive;
import dev.polar.trust.container.Entry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One skill as it is served.
 *
 * @param name the folder's; what the front matter calls it may differ in an import, and is a finding
 * @param description what it does and when to use it; without one the start of the body
 * @param allowedTools what it asks for: a request, never a grant
 * @param body the instructions, without front matter
 * @param files its entries in file order, {@code SKILL.md} among them
 */
public record SkillFolder(
        String name,
        String description,
        Optional<String> license,
        Optional<String> compatibility,
        Map<String, String> metadata,
        List<String> allowedTools,
        String body,
        List<Entry> files) {
    /** Where skills lie in a package. */
    public static final String ROOT = "skills/";

    /** The file that makes a folder a skill. */
    public static final String FILE = "SKILL.md";

    public SkillFolder {
        metadata = Map.copyOf(metadata);
        allowedTools = List.copyOf(allowedTools);
        files = List.copyOf(files);
    }

    /** The skills of a package, in file order; whether they may be there at all is for {@link SkillRules} to say. */
    public static List<SkillFolder> all(Archive contents) {
        return folders(contents).entrySet().stream()
                .filter(f -> f.getValue().stream().anyMatch(e -> e.name().equals(ROOT + f.getKey() + "/" + FILE)))
                .map(f -> SkillFile.read(f.getKey(), f.getValue(), new ArrayList<>()))
                .toList();
    }

    static Map<String, List<Entry>> folders(Archive contents) {
        var folders = new LinkedHashMap<String, List<Entry>>();
        for (var entry : contents.entries()) {
            int slash = entry.name().indexOf('/', ROOT.length());
            if (entry.name().startsWith(ROOT) && slash > 0) {
                folders.computeIfAbsent(entry.name().substring(ROOT.length(), slash), n -> new ArrayList<>())
                        .add(entry);
            }
        }
        return folders;
    }

    /** How much of a model's context its instructions take. */
    public Tokens tokens() {
        return Tokens.of(body);
    }
}
