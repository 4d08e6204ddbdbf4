package dev.polar.trust.container;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.Manifest;

/**
 * The main section of a manifest, read once. The sections of single entries are dropped: they hold the digests of a
 * signature that is dropped as well.
 */
final class MainAttributes {
    private static final Set<String> REMOVED = Set.of(
            "multi-release",
            "class-path",
            "launcher-agent-class",
            "premain-class",
            "agent-class",
            "boot-class-path",
            "enable-native-access",
            "add-exports",
            "add-opens");
    private static final List<String> CLAUSES = List.of("Export-Package", "Import-Package", "Require-Bundle");

    private final Attributes all;
    private final Map<String, List<HeaderClause>> clauses = new LinkedHashMap<>();

    private MainAttributes(Attributes all) {
        this.all = all;
        for (var name : CLAUSES) {
            var text = all.getValue(name);
            clauses.put(
                    name,
                    text == null
                            ? List.of()
                            : HeaderReader.read(text).orElseThrow(() -> CodeRules.forbidden(name, "cannot be read")));
        }
    }

    /** The attributes of the jar's manifest; none if it has none. */
    static MainAttributes of(Archive jar) {
        var manifest = jar.find(JarRepack.MANIFEST);
        try {
            return new MainAttributes(
                    manifest.isEmpty()
                            ? new Attributes()
                            : new Manifest(new ByteArrayInputStream(
                                            manifest.get().bytes()))
                                    .getMainAttributes());
        } catch (IOException | IllegalArgumentException e) {
            throw CodeRules.forbidden(JarRepack.MANIFEST, "cannot be read");
        }
    }

    Optional<String> value(String name) {
        return Optional.ofNullable(all.getValue(name));
    }

    List<HeaderClause> clauses(String name) {
        return clauses.getOrDefault(name, List.of());
    }

    /** What stays, in the manifest's order. */
    Map<String, String> kept() {
        Map<String, String> kept = new LinkedHashMap<>();
        all.forEach((key, value) -> {
            var name = key.toString();
            var lower = name.toLowerCase(Locale.ROOT);
            if (!REMOVED.contains(lower) && !lower.startsWith("can-")) {
                kept.put(name, value.toString());
            }
        });
        return kept;
    }

    /** The manifest to write; headers of clauses as they were understood. */
    byte[] bytes() {
        var manifest = new Manifest();
        var main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0"); // without it, nothing of the section is written
        kept().forEach(main::putValue);
        clauses.forEach((name, list) -> {
            if (!list.isEmpty()) {
                main.putValue(
                        name,
                        String.join(
                                ",", list.stream().map(HeaderClause::toString).toList()));
            }
        });
        try (var out = new ByteArrayOutputStream()) {
            manifest.write(out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // an array takes everything
        }
    }
}
