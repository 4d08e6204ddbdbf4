package dev.polar.trust.manifest;

import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Writes {@code plugin.json}, indented, keys in the order of the format's description. */
final class ManifestWriter {
    private static final JsonProvider JSON = StrictJson.provider();

    private ManifestWriter() {}

    static byte[] bytes(Manifest manifest) {
        var root = JSON.createObjectBuilder()
                .add("$schema", Manifest.SCHEMA)
                .add("name", manifest.name().name())
                .add("version", manifest.version().toString());
        about(root, manifest.about());
        root.add("extensions", JSON.createObjectBuilder().add(Manifest.EXTENSION, extension(manifest)));
        return pretty(root.build());
    }

    static byte[] pretty(JsonObject object) {
        var out = new ByteArrayOutputStream();
        try (var writer = JSON.createWriterFactory(Map.of(JsonGenerator.PRETTY_PRINTING, true))
                .createWriter(out)) {
            writer.writeObject(object);
        }
        out.write('\n');
        return out.toByteArray();
    }

    private static void about(JsonObjectBuilder root, About about) {
        add(root, "description", about.description());
        about.author().ifPresent(author -> {
            var object = JSON.createObjectBuilder();
            add(object, "name", author.name());
            add(object, "email", author.email());
            add(object, "url", author.url());
            root.add("author", object);
        });
        add(root, "homepage", about.homepage());
        add(root, "repository", about.repository());
        add(root, "license", about.license());
        if (!about.keywords().isEmpty()) {
            root.add("keywords", JSON.createArrayBuilder(about.keywords()));
        }
    }

    private static JsonObjectBuilder extension(Manifest manifest) {
        var extension = JSON.createObjectBuilder().add("format", 1).add("epoch", manifest.epoch());
        add(extension, "spi", manifest.spi().map(VersionRange::toString));
        manifest.entry().ifPresent(e -> {
            var entry =
                    JSON.createObjectBuilder().add("runtime", word(e.runtime())).add("jar", e.jar());
            add(entry, "class", e.mainClass());
            extension.add("entry", entry);
        });
        if (!manifest.requires().isEmpty()) {
            var requires = JSON.createObjectBuilder();
            manifest.requires()
                    .forEach(r -> requires.add(r.plugin().name(), r.range().toString()));
            extension.add("requires", requires);
        }
        each(extension, "permissions", manifest.permissions(), ManifestWriter::permission);
        each(extension, "tools", manifest.tools(), ManifestWriter::tool);
        each(
                extension,
                "channels",
                manifest.channels(),
                c -> JSON.createObjectBuilder().add("kind", c.kind()));
        each(extension, "policyRules", manifest.policyRules(), ManifestWriter::named);
        each(extension, "resultRules", manifest.resultRules(), ManifestWriter::named);
        each(extension, "auditSinks", manifest.auditSinks(), ManifestWriter::named);
        each(extension, "schedules", manifest.schedules(), ManifestWriter::schedule);
        each(extension, "servers", manifest.servers(), ManifestWriter::server);
        return extension;
    }

    private static JsonObjectBuilder permission(PermissionRequest request) {
        var object = JSON.createObjectBuilder()
                .add("permission", request.permission().toString())
                .add("reason", request.reason());
        return request.optional() ? object.add("optional", true) : object;
    }

    private static JsonObjectBuilder tool(ToolContract tool) {
        var object = JSON.createObjectBuilder()
                .add("name", tool.name())
                .add("description", tool.description())
                .add("effect", word(tool.effect()));
        if (tool.role().isEmpty()) {
            object.add("input", tool.input()).add("output", tool.output());
        }
        object.add("timeout", tool.timeout().toString());
        tool.role().ifPresent(r -> object.add("implements", r.toString()));
        add(object, "script", tool.script());
        return object;
    }

    private static JsonObjectBuilder named(String name) {
        return JSON.createObjectBuilder().add("name", name);
    }

    private static JsonObjectBuilder schedule(ScheduleContract schedule) {
        var object = JSON.createObjectBuilder().add("name", schedule.name());
        switch (schedule.timing()) {
            case ScheduleContract.Every(var interval) -> object.add("every", interval.toString());
            case ScheduleContract.Cron(var expression) -> object.add("cron", expression);
        }
        return object.add("tool", schedule.tool());
    }

    private static JsonObjectBuilder server(ServerContract server) {
        var object = JSON.createObjectBuilder().add("name", server.name());
        add(object, "timeout", server.timeout().map(Object::toString));
        server.calls().ifPresent(calls -> object.add("calls", calls));
        return object;
    }

    private static <T> void each(
            JsonObjectBuilder object, String key, Collection<T> items, Function<T, JsonObjectBuilder> writer) {
        if (!items.isEmpty()) {
            JsonArrayBuilder array = JSON.createArrayBuilder();
            items.forEach(i -> array.add(writer.apply(i)));
            object.add(key, array);
        }
    }

    private static void add(JsonObjectBuilder object, String key, Optional<String> value) {
        value.ifPresent(v -> object.add(key, v));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
