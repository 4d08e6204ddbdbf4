package dev.polar.host.endpoint;

import dev.polar.host.gate.ClientProfile;
import dev.polar.host.snapshot.Offered;
import dev.polar.host.snapshot.Snapshot;
import dev.polar.runtime.Target;
import dev.polar.trust.container.Archive;
import dev.polar.trust.container.Entry;
import dev.polar.trust.skill.SkillFolder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The skills of one snapshot with their addresses: {@code skill://PLUGIN/SKILL/FILE}, those of servers
 * {@code skill://PLUGIN/skill:SERVER/PATH/FILE}.
 *
 * @param withheld skills of servers that agents had and do not have now, by the names of their prompts
 */
record Shelf(Snapshot snapshot, List<Placed> skills, Map<String, Target> withheld) {
    Shelf {
        skills = List.copyOf(skills);
        withheld = Map.copyOf(withheld);
    }

    static Shelf of(Snapshot snapshot) {
        var prompts = new TreeMap<String, Target>();
        var placed = new ArrayList<Placed>();
        for (var skill : snapshot.skills()) {
            if (!skill.served()) {
                own(skill).forEach(one -> {
                    placed.add(one);
                    prompts.put(one.prompt(), skill.target());
                });
            }
        }
        // After those of packages, whose names they never take.
        for (var skill : snapshot.skills()) {
            if (skill.served()) {
                var prompt = prompt(skill.target(), prompts);
                prompts.put(prompt, skill.target());
                placed.add(new Placed(skill, prompt, served(skill)));
            }
        }
        var withheld = new TreeMap<String, Target>();
        snapshot.withheld().keySet().stream()
                .filter(target -> target.kind() == Target.Kind.SKILL)
                .sorted(Comparator.comparing(Target::toString))
                .forEach(target -> withheld.put(prompt(target, prompts), target));
        return new Shelf(snapshot, placed, withheld);
    }

    private static String prompt(Target served, Map<String, Target> taken) {
        return ExposedNames.free(
                served, served.name().substring(Target.SKILL.length()), plain -> !taken.containsKey(plain));
    }

    /** What of it a client sees. */
    Shelf seenWith(ClientProfile profile) {
        return profile.sees().isEmpty()
                ? this
                : new Shelf(
                        snapshot,
                        skills.stream()
                                .filter(skill -> profile.allows(skill.offered().target(), true))
                                .toList(),
                        withheld);
    }

    /** One skill in its place, under the name of the prompt that it is. */
    record Placed(Offered.Skill offered, String prompt, SkillFolder folder) {
        String base() {
            return Shelf.base(offered.target());
        }

        String uri() {
            return base() + SkillFolder.FILE;
        }
    }

    private static String base(Target skill) {
        return "skill://" + skill.plugin() + "/" + skill.name() + "/";
    }

    /** A file of a skill. */
    record Place(Offered.Skill skill, String file) {}

    Placed skill(String uri) {
        return skills.stream()
                .filter(skill -> skill.uri().equals(uri))
                .findFirst()
                .orElseThrow(() -> McpFault.params("there is no skill " + uri));
    }

    Placed prompt(String name) {
        return skills.stream()
                .filter(skill -> skill.prompt().equals(name))
                .findFirst()
                .orElseThrow(() -> McpFault.params("Unknown prompt: " + name));
    }

    Optional<Place> file(String uri) {
        for (var skill : skills) {
            if (uri.startsWith(skill.base())
                    && skill.offered()
                            .files()
                            .contains(uri.substring(skill.base().length()))) {
                return Optional.of(
                        new Place(skill.offered(), uri.substring(skill.base().length())));
            }
        }
        return Optional.empty();
    }

    /** The skill that is withheld and has that address. */
    Optional<Target> withheldAt(String uri) {
        return withheld.values().stream()
                .filter(target -> uri.startsWith(base(target)))
                .findFirst();
    }

    private static Stream<Placed> own(Offered.Skill skill) {
        var root = SkillFolder.ROOT + skill.target().name() + "/";
        var prompt = skill.target().plugin().name().replace('.', '-') + "__"
                + skill.target().name();
        var files = skill.files().stream()
                .map(file -> new Entry(root + file, skill.text().of(file)))
                .toList();
        return SkillFolder.all(new Archive(files)).stream().map(folder -> new Placed(skill, prompt, folder));
    }

    /** Of a server's skill everything that is listed stands in what was approved; its files are read when somebody reads them. */
    private static SkillFolder served(Offered.Skill skill) {
        var path = skill.target().name();
        return new SkillFolder(
                path.substring(path.lastIndexOf('/') + 1),
                skill.description(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                List.of(),
                "",
                List.of());
    }
}
