package dev.polar.cli.author;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.container.Archive;
import dev.polar.trust.container.Entry;
import dev.polar.trust.container.JarRepack;
import dev.polar.trust.container.StrictZip;
import dev.polar.trust.manifest.Entrypoint;
import dev.polar.trust.manifest.Manifest;
import dev.polar.trust.manifest.McpServers;
import dev.polar.trust.skill.Finding;
import dev.polar.trust.skill.Finding.Severity;
import dev.polar.trust.skill.SkillFolder;
import dev.polar.trust.skill.SkillRules;
import dev.polar.trust.skill.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Everything that can be said of a plugin before it is signed, by the rules that the host will hold it to.
 *
 * @param manifest absent if it cannot be read
 * @param findings sorted by file and line
 */
record Inspection(Archive contents, Optional<Manifest> manifest, List<Finding> findings) {

    static Inspection of(List<Entry> entries) {
        var findings = new ArrayList<Finding>();
        collecting(findings, () -> StrictZip.write(entries));
        var contents = new Archive(entries);
        var manifest = collecting(findings, () -> manifest(contents));
        collecting(findings, () -> {
            manifest.ifPresent(found -> found.checkAgainst(contents));
            return contents;
        });
        collecting(findings, () -> servers(contents));
        manifest.flatMap(Manifest::entry).ifPresent(entry -> code(contents, entry, findings));
        findings.addAll(SkillRules.check(contents));
        return new Inspection(
                contents, manifest, findings.stream().distinct().sorted().toList());
    }

    private static Manifest manifest(Archive contents) {
        return contents.find(Manifest.FILE)
                .map(entry -> Manifest.parse(entry.bytes()))
                .orElseThrow(() -> new Refusal(
                        Code.MANIFEST_INVALID,
                        "there is no " + Manifest.FILE,
                        "'polar new tools NAME' writes an example"));
    }

    private static int servers(Archive contents) {
        var servers = contents.find(McpServers.FILE).map(entry -> McpServers.parse(entry.bytes()));
        servers.ifPresent(found -> found.checkAgainst(contents));
        return servers.map(found -> found.servers().size()).orElse(0);
    }

    private static void code(Archive contents, Entrypoint entry, List<Finding> findings) {
        for (var jar : contents.entries()) {
            if (jar.name().startsWith(Entrypoint.CODE) && jar.name().endsWith(".jar")) {
                collecting(jar.name(), findings, () -> {
                    var facts =
                            JarRepack.library(StrictZip.readJar(jar.bytes())).facts();
                    boolean extended = !facts.extensions().isEmpty();
                    if (jar.name().equals(entry.path()) && entry.runtime() == Entrypoint.Runtime.PF4J && !extended) {
                        throw new Refusal(
                                Code.EXTENSIONS_MISSING,
                                "the jar has no META-INF/extensions.idx that names a class",
                                "annotate the plugin class with @Extension and compile with -proc:full");
                    }
                    return facts;
                });
            }
        }
    }

    private static <T> Optional<T> collecting(List<Finding> findings, Supplier<T> asking) {
        return collecting("", findings, asking);
    }

    /** What is asked for, or the refusal as a finding, inside that file if it is in one. */
    private static <T> Optional<T> collecting(String file, List<Finding> findings, Supplier<T> asking) {
        try {
            return Optional.of(asking.get());
        } catch (Refusal refusal) {
            var inside = refusal.details().getOrDefault("entry", "");
            var place = file.isEmpty() ? inside : inside.isEmpty() ? file : file + "!/" + inside;
            findings.add(new Finding(
                    place.isEmpty() ? Manifest.FILE : place,
                    line(refusal),
                    refusal.details().getOrDefault("rule", refusal.code().name()),
                    Severity.ERROR,
                    refusal.getMessage() + (refusal.hint().isEmpty() ? "" : " (" + refusal.hint() + ")")));
            return Optional.empty();
        }
    }

    private static int line(Refusal refusal) {
        var line = refusal.details().getOrDefault("line", "0");
        return line.matches("[0-9]{1,9}") ? Integer.parseInt(line) : 0;
    }

    long count(Severity severity) {
        return findings.stream()
                .filter(finding -> finding.severity() == severity)
                .count();
    }

    /** Whether it may be packed. */
    boolean publishable() {
        return count(Severity.ERROR) + count(Severity.DANGER) == 0;
    }

    /** {@code acme.weather 1.4.0: 2 tools, 1 skill (about 2,300 tokens when loaded), 9 files}. */
    String summary() {
        var parts = new ArrayList<String>();
        manifest.ifPresent(found -> part(parts, found.tools().size(), "tool", ""));
        manifest.ifPresent(found -> part(parts, found.channels().size(), "channel", ""));
        contents.find(McpServers.FILE)
                .flatMap(entry -> collecting(new ArrayList<>(), () -> servers(contents)))
                .ifPresent(count -> part(parts, count, "MCP server", ""));
        var skills = SkillFolder.all(contents);
        int tokens = skills.stream().mapToInt(skill -> skill.tokens().count()).sum();
        part(parts, skills.size(), "skill", " (" + new Tokens(tokens) + " when loaded)");
        part(parts, contents.entries().size(), "file", "");
        return manifest.map(found -> found.name() + " " + found.version()).orElse("no plugin") + ": "
                + String.join(", ", parts);
    }

    private static void part(List<String> parts, int count, String what, String more) {
        if (count > 0) {
            parts.add(count + " " + what + (count == 1 ? "" : "s") + more);
        }
    }
}
