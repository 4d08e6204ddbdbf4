package dev.polar.cli.importing;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.json.JsonFault;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A package and all it needs, unpacked.
 *
 * @param modules the directory {@code node_modules}
 * @param about its {@code package.json}
 * @param packages every package by its place, as npm wrote down what it unpacked
 * @param optionalScripts packages with an install script that the rest can do without; they stay as they are
 */
record NpmTree(NpmSpec spec, Path modules, JsonObject about, List<NpmPackage> packages, List<String> optionalScripts) {
    private static final StrictJson.Limits LIMITS = new StrictJson.Limits(16 << 20, 64);

    static NpmTree read(Path directory, NpmSpec spec) throws IOException {
        var modules = directory.resolve("node_modules");
        var about = json(modules.resolve(spec.name()).resolve("package.json"));
        var places = json(modules.resolve(".package-lock.json")).getJsonObject("packages");
        var packages = new ArrayList<NpmPackage>();
        var optionalScripts = new ArrayList<String>();
        for (var place : new TreeMap<>(places).entrySet()) {
            var unpacked = NpmPackage.of(place.getKey(), place.getValue().asJsonObject());
            packages.add(unpacked);
            if (place.getValue().asJsonObject().getBoolean("hasInstallScript", false)) {
                if (!place.getValue().asJsonObject().getBoolean("optional", false)) {
                    throw new Refusal(
                            Code.LAUNCHER_FETCHES,
                            "'" + unpacked.name() + "', which '" + spec
                                    + "' needs, runs a script when it is installed; nothing runs in an import",
                            "ask its author for a release without install scripts, or run the server yourself and import"
                                    + " its URL",
                            Map.of("package", unpacked.name()));
                }
                optionalScripts.add(unpacked.name());
            }
        }
        return new NpmTree(spec, modules, about, packages, optionalScripts);
    }

    private static JsonObject json(Path file) throws IOException {
        try {
            return StrictJson.object(Files.readAllBytes(file), LIMITS);
        } catch (JsonFault fault) {
            throw new Refusal(
                    Code.IMPORT_DANGEROUS,
                    file.getFileName() + " of the package is read differently by different programs: " + fault,
                    "ask its author to correct it");
        }
    }

    /** The exact version that was resolved. */
    String version() {
        return text("version").orElse("0.0.0");
    }

    Optional<String> text(String member) {
        return about.get(member) instanceof JsonString text ? Optional.of(text.getString()) : Optional.empty();
    }

    /**
     * The file that a command of the package runs, relative to {@code node_modules}.
     *
     * @param named which of its commands; otherwise its only one, or the one of its own name
     * @throws Refusal {@code COMMAND_NOT_PACKAGED}
     */
    String program(Optional<String> named) {
        var bin = about.getOrDefault("bin", JsonValue.NULL);
        Optional<String> path = Optional.empty();
        if (bin instanceof JsonString only) {
            path = named.isEmpty() || named.get().equals(spec.shortName())
                    ? Optional.of(only.getString())
                    : Optional.empty();
        } else if (bin instanceof JsonObject many) {
            var chosen = many.size() == 1 && named.isEmpty()
                    ? many.values().iterator().next()
                    : many.get(named.orElse(spec.shortName()));
            path = chosen instanceof JsonString text ? Optional.of(text.getString()) : Optional.empty();
        }
        var own = modules.resolve(spec.name());
        var program = path.map(text -> own.resolve(text).normalize());
        if (program.isEmpty() || !program.get().startsWith(own) || !Files.isRegularFile(program.get())) {
            throw new Refusal(
                    Code.COMMAND_NOT_PACKAGED,
                    "'" + spec + "' has no command "
                            + named.map(n -> "'" + n + "'").orElse("of its own name"),
                    "name the package whose command starts the server");
        }
        return modules.relativize(program.get()).toString();
    }
}
