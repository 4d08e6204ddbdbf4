package dev.polar.host;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * {@code polar.yaml}: mappings of plain values, nothing else. Nested and dotted names mean the same. Aliases, lists and
 * repeated names are refused, so that what a reader sees is what holds.
 */
record SettingsFile(Path path, Map<String, Line> lines) {
    private static final long MOST_BYTES = 64 * 1024;

    record Line(String text, int number) {}

    /** The file in that directory; no file says nothing. */
    static SettingsFile in(Path dataDir) {
        var path = dataDir.resolve("polar.yaml");
        var found = new SettingsFile(path, new TreeMap<>());
        if (!Files.exists(path)) {
            return found;
        }
        try {
            if (Files.size(path) > MOST_BYTES) {
                throw refused(path, "it is larger than 64 KiB");
            }
            found.read(Files.readString(path));
            return found;
        } catch (IOException e) {
            throw refused(path, "it cannot be read: " + e);
        } catch (YamlEngineException e) {
            throw refused(path, e.getMessage());
        }
    }

    private void read(String yaml) {
        var settings = LoadSettings.builder()
                .setSchema(new CoreSchema())
                .setMaxAliasesForCollections(0)
                .setLabel("polar.yaml")
                .build();
        var events = new ParserImpl(settings, new StreamReader(settings, yaml));
        while (events.hasNext()) {
            if (events.next().getEventId() == Event.ID.Alias) {
                throw refused(path, "aliases are not allowed");
            }
        }
        new Composer(settings, new ParserImpl(settings, new StreamReader(settings, yaml)))
                .getSingleNode()
                .ifPresent(root -> walk("", root));
    }

    private void walk(String name, Node node) {
        int line = node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
        switch (node) {
            case ScalarNode scalar
            when !name.isEmpty() -> {
                if (lines.put(name, new Line(scalar.getValue(), line)) != null) {
                    throw refused(path, "line " + line + " says '" + name + "' a second time");
                }
            }
            case MappingNode mapping -> {
                for (var tuple : mapping.getValue()) {
                    if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                        throw refused(path, "line " + line + " has a name that is not plain text");
                    }
                    walk(name.isEmpty() ? key.getValue() : name + "." + key.getValue(), tuple.getValueNode());
                }
            }
            default -> throw refused(path, "line " + line + " is neither a value nor a mapping of names to values");
        }
    }

    private static Refusal refused(Path path, String why) {
        return new Refusal(
                Code.SETTING_INVALID,
                path + ": " + why,
                "correct the file, or move it away to use the defaults",
                Map.of("path", path.toString()));
    }
}
