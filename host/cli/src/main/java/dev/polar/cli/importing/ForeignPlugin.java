package dev.polar.cli.importing;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.container.Archive;
import dev.polar.trust.json.JsonFault;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.manifest.About;
import dev.polar.trust.manifest.Manifest;
import dev.polar.trust.manifest.McpServers;
import dev.polar.trust.manifest.Version;
import dev.polar.trust.skill.Finding.Severity;
import dev.polar.trust.text.CleanText;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a plugin directory says of itself: Agent Plugins' {@code plugin.json}, or that of an agent with a like format. */
final class ForeignPlugin {
    static final String CLAUDE = ".claude-plugin/plugin.json";

    private static final StrictJson.Limits LIMITS = StrictJson.Limits.bytes(256 * 1024);
    private static final Set<String> READ = Set.of(
            "$schema",
            "name",
            "version",
            "description",
            "author",
            "homepage",
            "repository",
            "license",
            "keywords",
            "extensions",
            "mcpServers");

    private final Draft draft;
    private final Archive contents;

    ForeignPlugin(Draft draft, Archive contents) {
        this.draft = draft;
        this.contents = contents;
    }

    /** @param inlineServers servers that stand in the description itself, as some agents have it */
    record Described(About about, Optional<Version> version, Optional<JsonObject> inlineServers) {}

    boolean isDescription(String name) {
        return name.equals(Manifest.FILE)
                || name.equals(McpServers.FILE)
                || name.equals(ForeignServers.CLAUDE)
                || name.equals(CLAUDE);
    }

    Described read() {
        var file = contents.find(Manifest.FILE).isPresent() ? Manifest.FILE : CLAUDE;
        var entry = contents.find(file);
        if (entry.isEmpty()) {
            return new Described(About.NOTHING, Optional.empty(), Optional.empty());
        }
        var described = json(file, entry.get().bytes());
        unread(file, described);
        var stated = text(described, "version");
        var version = stated.flatMap(ServerPackaging::version);
        if (stated.isPresent() && version.isEmpty()) {
            draft.find(
                    file,
                    "version",
                    Severity.WARNING,
                    "'" + CleanText.line(stated.get()) + "' is not a version of Semantic Versioning; one is made");
        }
        var about = new About(
                text(described, "description"),
                author(described),
                text(described, "homepage"),
                text(described, "repository"),
                text(described, "license"),
                List.of());
        return new Described(
                about,
                version,
                described.get("mcpServers") instanceof JsonObject servers ? Optional.of(servers) : Optional.empty());
    }

    private void unread(String file, JsonObject described) {
        for (var key : described.keySet()) {
            if (!READ.contains(key)) {
                draft.find(
                        file, "no-counterpart", Severity.NOTE, "'" + CleanText.line(key) + "' has no counterpart here");
            }
        }
        if (described.get("extensions") instanceof JsonObject extensions) {
            for (var name : extensions.keySet()) {
                var own = name.equals(Manifest.EXTENSION);
                draft.find(
                        file,
                        "extension",
                        own ? Severity.WARNING : Severity.NOTE,
                        own
                                ? "its dev.polar extension is not taken over: an import asks for nothing by itself"
                                : "the extension '" + CleanText.line(name) + "' is another agent's and is left out");
            }
        }
    }

    private static Optional<About.Author> author(JsonObject described) {
        var author = described.getOrDefault("author", JsonValue.NULL);
        if (author instanceof JsonString name) {
            return Optional.of(new About.Author(Optional.of(name.getString()), Optional.empty(), Optional.empty()));
        }
        return author instanceof JsonObject object
                ? Optional.of(new About.Author(text(object, "name"), text(object, "email"), text(object, "url")))
                : Optional.empty();
    }

    static Optional<String> text(JsonObject object, String member) {
        return object.get(member) instanceof JsonString text
                ? Optional.of(CleanText.line(text.getString())).filter(line -> !line.isBlank())
                : Optional.empty();
    }

    /** @throws Refusal {@code IMPORT_DANGEROUS} if two programs could read it differently */
    static JsonObject json(String file, byte[] bytes) {
        try {
            return StrictJson.object(bytes, LIMITS);
        } catch (JsonFault fault) {
            throw new Refusal(
                    Code.IMPORT_DANGEROUS,
                    file + ": " + fault,
                    "correct it in a copy; two programs must not read it differently");
        }
    }
}
