package dev.polar.host.lifecycle;

import dev.polar.trust.container.Entry;
import dev.polar.trust.key.SigningKey;
import dev.polar.trust.packages.Packer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Small packages to install. */
record Pack(
        String name,
        String version,
        int epoch,
        Map<String, String> requires,
        List<String> permissions,
        List<String> tools,
        String text,
        Map<String, String> more) {

    private static final String JAR = "dev.polar/code/plugin.jar";
    private static final String RESTLESS = Restless.class.getName();

    static Pack skill(String name, String version) {
        return new Pack(name, version, 1, Map.of(), List.of(), List.of(), "Say hello.", Map.of());
    }

    /** A plugin with code; a runtime of the test's runs it. */
    static Pack code(String name, String version, String... tools) {
        return skill(name, version).offering(tools).with(JAR, "not looked at");
    }

    /** A plugin with code that can really be run: {@link Restless}. */
    static Pack running(String name, String version) {
        return code(name, version, "version", "end", "hang").with(JAR, RESTLESS);
    }

    Pack offering(String... offered) {
        return new Pack(name, version, epoch, requires, permissions, List.of(offered), text, more);
    }

    /** Skills whose scripts answer tools, each by the Python script of its name. */
    static Pack scripts(String name, String version, Map<String, String> scripts) {
        var pack = skill(name, version).offering(scripts.keySet().toArray(String[]::new));
        for (var script : scripts.entrySet()) {
            pack = pack.with("skills/hello/scripts/" + script.getKey() + ".py", script.getValue());
        }
        return pack;
    }

    Pack epoch(int number) {
        return new Pack(name, version, number, requires, permissions, tools, text, more);
    }

    Pack requiring(String plugin, String range) {
        return new Pack(name, version, epoch, Map.of(plugin, range), permissions, tools, text, more);
    }

    Pack asking(String... permission) {
        return new Pack(name, version, epoch, requires, List.of(permission), tools, text, more);
    }

    Pack askingAll(String... asked) {
        return new Pack(name, version, epoch, requires, List.of(asked), tools, text, more);
    }

    /** With words in its skill; without any it has no skill. */
    Pack saying(String words) {
        return new Pack(name, version, epoch, requires, permissions, tools, words, more);
    }

    Pack with(String entry, String content) {
        var entries = new java.util.TreeMap<>(more);
        entries.put(entry, content);
        return new Pack(name, version, epoch, requires, permissions, tools, text, entries);
    }

    byte[] signed(SigningKey... keys) {
        return signed(Instant.parse("2026-11-01T08:00:00Z"), keys);
    }

    byte[] signed(Instant published, SigningKey... keys) {
        var entries = new ArrayList<Entry>();
        entries.add(entry("plugin.json", manifest()));
        if (!text.isEmpty()) {
            entries.add(entry(
                    "skills/hello/SKILL.md",
                    "---\nname: hello\ndescription: Greets whoever asks.\n---\n\n" + text + "\n"));
        }
        more.forEach((entry, content) ->
                entries.add(content.equals(RESTLESS) ? new Entry(entry, restless()) : entry(entry, content)));
        return Packer.pack(entries, published, keys);
    }

    private byte[] restless() {
        return PluginJar.of(Map.of("release", version), Restless.class, Restless.Said.class);
    }

    private static Entry entry(String name, String content) {
        return new Entry(name, content.getBytes(StandardCharsets.UTF_8));
    }

    private String manifest() {
        var code = more.containsKey(JAR);
        return """
                {"$schema": "https://agent-plugins.org/schemas/1.0.0/plugin.schema.json",
                 "name": "%s", "version": "%s", "description": "For a test", "license": "Apache-2.0",
                 "extensions": {"dev.polar": {"format": 1, "epoch": %d%s,
                   "requires": {%s}, "permissions": [%s], "tools": [%s]}}}
                """.formatted(
                name,
                version,
                epoch,
                code ? ", \"spi\": \"[1.0,2.0)\", \"entry\": {\"runtime\": \"pf4j\", \"jar\": \"plugin.jar\"}" : "",
                joined(requires.entrySet().stream()
                        .map(needed -> "\"%s\": \"%s\"".formatted(needed.getKey(), needed.getValue()))
                        .toList()),
                joined(permissions.stream()
                        .map(asked -> "{\"permission\": \"%s\", \"reason\": \"for a test\"}".formatted(asked))
                        .toList()),
                joined(tools.stream().map(this::tool).toList()));
    }

    /** {@code name} or {@code name:effect}. */
    private String tool(String text) {
        var parts = text.split(":");
        var script = "skills/hello/scripts/" + parts[0] + ".py";
        return """
                {"name": "%s", "description": "A tool", "effect": "%s", "input": {"type": "object"}, "output": {"type": "object"}%s}""".formatted(
                        parts[0],
                        parts.length > 1 ? parts[1] : "read",
                        more.containsKey(script) ? ", \"script\": \"" + script + "\"" : "");
    }

    private static String joined(List<String> members) {
        return String.join(", ", members);
    }
}
