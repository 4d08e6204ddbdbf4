package dev.polar.host.endpoint;

import dev.polar.runtime.Target;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.Digest;
import dev.polar.trust.pin.SkillOffer;
import dev.polar.trust.skill.SkillFolder;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;

/** A skill as the skills extension lists it: front matter, and digest and size of every file. */
final class SkillEntry {
    private static final JsonProvider JSON = StrictJson.provider();

    private SkillEntry() {}

    static JsonObject of(Shelf.Placed skill) {
        var entry = JSON.createObjectBuilder().add("uri", skill.uri());
        return skill.offered()
                .entry()
                .map(approved -> marked(skill.offered().target(), entry)
                        .add("frontmatter", approved.getJsonObject("frontmatter"))
                        .add("resources", approved(skill, approved))
                        .build())
                .orElseGet(() -> entry.add("frontmatter", front(skill.folder()))
                        .add("resources", signed(skill))
                        .build());
    }

    /** What is a server's says so, and whose: its words are nobody's who runs this host. */
    static JsonObjectBuilder marked(Target skill, JsonObjectBuilder of) {
        var name = skill.name();
        return name.startsWith(Target.SKILL)
                ? of.add(
                        "_meta",
                        JSON.createObjectBuilder()
                                .add("dev.polar/untrusted", JsonValue.TRUE)
                                .add(
                                        "dev.polar/origin",
                                        skill.plugin() + "/"
                                                + name.substring(Target.SKILL.length(), name.indexOf('/'))))
                : of;
    }

    private static JsonArrayBuilder approved(Shelf.Placed skill, JsonObject entry) {
        var resources = JSON.createArrayBuilder();
        SkillOffer.of(entry)
                .files()
                .forEach((file, claim) -> resources.add(JSON.createObjectBuilder()
                        .add("uri", skill.base() + file)
                        .add("digest", claim.digest().toString())
                        .add("size", claim.size())));
        return resources;
    }

    private static JsonArrayBuilder signed(Shelf.Placed skill) {
        var resources = JSON.createArrayBuilder();
        int prefix = (SkillFolder.ROOT + skill.offered().target().name() + "/").length();
        for (var file : skill.folder().files()) {
            resources.add(JSON.createObjectBuilder()
                    .add("uri", skill.base() + file.name().substring(prefix))
                    .add("digest", Digest.of(file.bytes()).toString())
                    .add("size", file.bytes().length));
        }
        return resources;
    }

    private static JsonObjectBuilder front(SkillFolder folder) {
        var front = JSON.createObjectBuilder().add("name", folder.name()).add("description", folder.description());
        folder.license().ifPresent(text -> front.add("license", text));
        folder.compatibility().ifPresent(text -> front.add("compatibility", text));
        if (!folder.metadata().isEmpty()) {
            var metadata = JSON.createObjectBuilder();
            folder.metadata().forEach(metadata::add);
            front.add("metadata", metadata);
        }
        if (!folder.allowedTools().isEmpty()) {
            front.add("allowed-tools", String.join(" ", folder.allowedTools()));
        }
        return front;
    }
}
