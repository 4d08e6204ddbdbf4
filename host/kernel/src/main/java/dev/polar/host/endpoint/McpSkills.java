package dev.polar.host.endpoint;

import dev.polar.host.gate.ClientProfile;
import dev.polar.host.gate.Gate;
import dev.polar.host.gate.Outcome;
import dev.polar.host.snapshot.Snapshot;
import dev.polar.runtime.Answer;
import dev.polar.runtime.Target;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.spi.JsonProvider;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Skills as resources, as prompts and through the skills extension. What is listed is what was signed. */
public final class McpSkills {
    private static final JsonProvider JSON = StrictJson.provider();
    private static final String MARKDOWN = "text/markdown";

    private final Gate gate;
    private final PerSnapshot<Shelf> shelves = new PerSnapshot<>(Shelf::of);

    public McpSkills(Gate gate) {
        this.gate = gate;
    }

    JsonObjectBuilder list(Snapshot snapshot, ClientProfile profile) {
        var list = JSON.createArrayBuilder();
        shelf(snapshot, profile).skills().forEach(skill -> list.add(SkillEntry.of(skill)));
        return JSON.createObjectBuilder().add("skills", list);
    }

    JsonObjectBuilder get(Snapshot snapshot, McpRequest request, ClientProfile profile) {
        var uri = request.text("uri");
        return JSON.createObjectBuilder()
                .add("skill", SkillEntry.of(shelf(snapshot, profile).skill(uri)));
    }

    JsonArray resources(Snapshot snapshot, ClientProfile profile) {
        var list = JSON.createArrayBuilder();
        shelf(snapshot, profile)
                .skills()
                .forEach(skill -> list.add(marked(
                        skill,
                        JSON.createObjectBuilder()
                                .add("uri", skill.uri())
                                .add("name", skill.folder().name())
                                .add("description", skill.folder().description())
                                .add("mimeType", MARKDOWN))));
        return list.build();
    }

    /** The direct children of a directory. */
    JsonObjectBuilder directory(Snapshot snapshot, McpRequest request, ClientProfile profile) {
        var uri = request.text("uri").replaceFirst("/+$", "") + "/";
        var children = new LinkedHashSet<JsonObject>();
        for (var skill : shelf(snapshot, profile).skills()) {
            for (var file : skill.offered().files()) {
                var full = skill.base() + file;
                if (full.startsWith(uri)) {
                    children.add(child(uri, full.substring(uri.length())));
                }
            }
        }
        if (children.isEmpty()) {
            throw McpFault.params("there is no directory " + request.text("uri"));
        }
        return JSON.createObjectBuilder().add("resources", JSON.createArrayBuilder(children));
    }

    JsonObjectBuilder read(Snapshot snapshot, McpRequest request) {
        var uri = request.text("uri");
        Withdrawn.at(snapshot, uri)
                .or(() -> shelf(snapshot).file(uri).isPresent()
                        ? Optional.empty()
                        : shelf(snapshot).withheldAt(uri))
                .ifPresent(gone -> read(gone, "SKILL.md", request));
        var place = shelf(snapshot).file(uri).orElseThrow(() -> McpFault.notFound(request.revision(), uri));
        var block = content(read(place.skill().target(), place.file(), request));
        var contents = JSON.createObjectBuilder().add("uri", uri).add("mimeType", type(place.file()));
        if (block.getString("type").equals("text")) {
            contents.add("text", block.getString("text"));
        } else {
            contents.add("blob", block.getString("data"));
        }
        return SkillEntry.marked(
                place.skill().target(),
                JSON.createObjectBuilder()
                        .add("contents", JSON.createArrayBuilder().add(contents)));
    }

    /** Skills as prompts, by name. */
    Set<String> promptNames(Snapshot snapshot) {
        return shelf(snapshot).skills().stream().map(Shelf.Placed::prompt).collect(Collectors.toSet());
    }

    JsonArray prompts(Snapshot snapshot, ClientProfile profile) {
        var list = JSON.createArrayBuilder();
        shelf(snapshot, profile)
                .skills()
                .forEach(skill -> list.add(marked(
                        skill,
                        JSON.createObjectBuilder()
                                .add("name", skill.prompt())
                                .add("description", skill.folder().description()))));
        return list.build();
    }

    JsonObjectBuilder prompt(Snapshot snapshot, McpRequest request) {
        var name = request.text("name");
        Withdrawn.named(snapshot, Target.Kind.SKILL, name)
                .or(() -> Optional.ofNullable(shelf(snapshot).withheld().get(name)))
                .ifPresent(gone -> read(gone, "SKILL.md", request));
        var skill = shelf(snapshot).prompt(name);
        var text = content(read(skill.offered().target(), "SKILL.md", request)).getString("text");
        var message = JSON.createObjectBuilder()
                .add("role", "user")
                .add("content", JSON.createObjectBuilder().add("type", "text").add("text", text));
        return marked(
                skill,
                JSON.createObjectBuilder()
                        .add("description", skill.folder().description())
                        .add("messages", JSON.createArrayBuilder().add(message)));
    }

    /** Reads it through the gate; what is withdrawn is always refused there. */
    private Answer read(Target skill, String file, McpRequest request) {
        var arguments = JSON.createObjectBuilder().add("file", file).build();
        return switch (gate.call(request.call(skill, arguments))) {
            case Outcome.Answered answered -> answered.answer();
            case Outcome.Refused refused ->
                throw McpFault.params(
                        refused.why().code() + ": " + refused.why().getMessage());
        };
    }

    private static JsonObjectBuilder marked(Shelf.Placed skill, JsonObjectBuilder json) {
        return SkillEntry.marked(skill.offered().target(), json);
    }

    private static JsonObject content(Answer answer) {
        return answer.content().getJsonObject(0);
    }

    private static JsonObject child(String directory, String rest) {
        int slash = rest.indexOf('/');
        var name = slash < 0 ? rest : rest.substring(0, slash);
        return JSON.createObjectBuilder()
                .add("uri", directory + name)
                .add("name", name)
                .add("mimeType", slash < 0 ? type(name) : "inode/directory")
                .build();
    }

    private static String type(String file) {
        if (file.endsWith(".md")) {
            return MARKDOWN;
        }
        return file.endsWith(".json") ? "application/json" : "text/plain";
    }

    /** What this client sees; what it reads is for the gate to say. */
    private Shelf shelf(Snapshot snapshot, ClientProfile profile) {
        return shelf(snapshot).seenWith(profile);
    }

    private Shelf shelf(Snapshot snapshot) {
        return shelves.of(snapshot);
    }
}
