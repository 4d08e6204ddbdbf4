package dev.polar.trust.manifest;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.container.Archive;
import dev.polar.trust.container.Entry;
import dev.polar.trust.text.CleanText;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a manifest and the rest of its package demand of each other. */
final class PackageRules {
    private PackageRules() {}

    static void check(Manifest manifest, Archive contents) {
        var names = contents.entries().stream().map(Entry::name).toList();
        manifest.entry().ifPresent(e -> require(Manifest.FILE, names, e.path(), "/extensions/dev.polar/entry/jar"));
        for (int i = 0; i < manifest.tools().size(); i++) {
            var at = "/extensions/dev.polar/tools/" + i + "/script";
            manifest.tools().get(i).script().ifPresent(s -> require(Manifest.FILE, names, s, at));
        }
        ScriptRules.check(manifest, contents);
        servers(manifest, contents);
        boolean discovers = contents.find(McpServers.FILE).isPresent();
        for (int i = 0; i < manifest.schedules().size(); i++) {
            var tool = manifest.schedules().get(i).tool();
            if (!discovers && manifest.tool(tool).isEmpty()) {
                throw refused(
                        Manifest.FILE,
                        "/extensions/dev.polar/schedules/" + i + "/tool",
                        "there is no tool '" + tool + "'",
                        "Name one of the package's tools.");
            }
        }
    }

    private static void servers(Manifest manifest, Archive contents) {
        if (manifest.servers().isEmpty()) {
            return;
        }
        var declared = contents.find(McpServers.FILE).map(file -> McpServers.parse(file.bytes()));
        for (int i = 0; i < manifest.servers().size(); i++) {
            var name = manifest.servers().get(i).name();
            if (declared.flatMap(servers -> servers.find(name)).isEmpty()) {
                throw refused(
                        Manifest.FILE,
                        "/extensions/dev.polar/servers/" + i + "/name",
                        McpServers.FILE + " has no server '" + CleanText.line(name) + "'",
                        "Name one of the package's servers.");
            }
        }
    }

    static void require(String file, List<String> names, String path, String at) {
        if (names.contains(path)) {
            return;
        }
        var other = names.stream()
                .filter(n -> n.toLowerCase(Locale.ROOT).equals(path.toLowerCase(Locale.ROOT)))
                .findFirst();
        throw refused(
                file,
                at,
                "the package has no entry " + path,
                other.map(o -> "It has " + o + ": spell both alike.").orElse("Add the file."));
    }

    private static Refusal refused(String file, String path, String message, String hint) {
        return refused(file, path, "entry-missing", message, hint);
    }

    static Refusal refused(String file, String path, String rule, String message, String hint) {
        return new Refusal(
                Code.MANIFEST_INVALID,
                file + " at " + path + ": " + message,
                hint,
                Map.of("entry", file, "path", path, "rule", rule));
    }
}
