package dev.polar.cli.author;

import dev.polar.spi.Code;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** The files of a new project, from templates in which {@code @name@} stands for a value. */
final class ProjectFiles {
    private ProjectFiles() {}

    /** @throws Refusal {@code USAGE} */
    static PluginId plugin(String typed) {
        try {
            return new PluginId(typed.contains(".") ? typed : "local." + typed);
        } catch (IllegalArgumentException e) {
            throw new Refusal(
                    Code.USAGE,
                    "'" + typed + "' is no plugin's name",
                    "lower-case letters, digits and single hyphens, such as hello or acme.weather");
        }
    }

    /** @throws Refusal {@code STATE_CONFLICT} if something is there */
    static void requireFree(Path directory) {
        try (var there = Files.exists(directory) ? Files.list(directory) : Stream.<Path>empty()) {
            if (there.findAny().isEmpty()) {
                return;
            }
        } catch (IOException e) {
            // told below: whatever is there is in the way
        }
        throw new Refusal(
                Code.STATE_CONFLICT, directory + " is there already and not empty", "choose another place with --dir");
    }

    /** A file of ours, beside this class. */
    static String template(String name) {
        try (var in = Objects.requireNonNull(ProjectFiles.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("a file of our own cannot be read", e);
        }
    }

    static String filled(String template, Map<String, String> values) {
        var text = template;
        for (var value : values.entrySet()) {
            text = text.replace("@" + value.getKey() + "@", value.getValue());
        }
        return text;
    }

    static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new Refusal(
                    Code.STORAGE_FAILED, file + " cannot be written: " + e, "choose another place with --dir");
        }
    }
}
