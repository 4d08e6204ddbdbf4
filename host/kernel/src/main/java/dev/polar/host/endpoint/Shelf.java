package dev.polar.host.endpoint;

import dev.polar.host.gate.ClientProfile;
import dev.polar.host.snapshot.Offered;
import dev.polar.host.snapshot.Snapshot;
import dev.polar.trust.container.Archive;
import dev.polar.trust.container.Entry;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.Digest;
import dev.polar.trust.skill.SkillFolder;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The skills of one snapshot with their addresses: {@code skill://PLUGIN/SKILL/FILE}. */
record Shelf(Snapshot snapshot, List<Placed> skills) {
    Shelf(Snapshot snapshot) {
        this(snapshot, snapshot.skills().stream().flatMap(Shelf::placed).toList());
    }

    /** What of it a client sees. */
    Shelf seenWith(ClientProfile profile) {
        return profile.sees().isEmpty()
                ? this
                : new Shelf(
                        snapshot,
                        skills.stream()
                                .filter(skill -> profile.allows(skill.offered().target(), true))
                                .toList());
    }

    /** One skill in its place. */
    record Placed(Offered.Skill offered, SkillFolder folder) {
        String base() {
            return "skill://" + offered.target().plugin() + "/"
                    + offered.target().name() + "/";
        }

        String uri() {
            return base() + SkillFolder.FILE;
        }

        String prompt() {
            return offered.target().plugin().name().replace('.', '-') + "__"
                    + offered.target().name();
        }

        /** Its entry in the skills extension: front matter, and digest and size of every file. */
        JsonObject json() {
            var json = StrictJson.provider();
            var front = json.createObjectBuilder().add("name", folder.name()).add("description", folder.description());
            folder.license().ifPresent(text -> front.add("license", text));
            folder.compatibility().ifPresent(text -> front.add("compatibility", text));
            if (!folder.metadata().isEmpty()) {
                var metadata = json.createObjectBuilder();
                folder.metadata().forEach(metadata::add);
                front.add("metadata", metadata);
            }
            if (!folder.allowedTools().isEmpty()) {
                front.add("allowed-tools", String.join(" ", folder.allowedTools()));
            }
            var resources = json.createArrayBuilder();
            int prefix = (SkillFolder.ROOT + offered.target().name() + "/").length();
            for (var file : folder.files()) {
                resources.add(json.createObjectBuilder()
                        .add("uri", base() + file.name().substring(prefix))
                        .add("digest", Digest.of(file.bytes()).toString())
                        .add("size", file.bytes().length));
            }
            return json.createObjectBuilder()
                    .add("uri", uri())
                    .add("frontmatter", front)
                    .add("resources", resources)
                    .build();
        }
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

    private static Stream<Placed> placed(Offered.Skill skill) {
        var root = SkillFolder.ROOT + skill.target().name() + "/";
        var files = skill.files().stream()
                .map(file -> new Entry(root + file, skill.content().entry(root + file)))
                .toList();
        return SkillFolder.all(new Archive(files)).stream().map(folder -> new Placed(skill, folder));
    }
}
