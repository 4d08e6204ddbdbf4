package dev.polar.trust.manifest;

import dev.polar.spi.Refusal;
import dev.polar.trust.container.Archive;
import jakarta.json.JsonString;
import java.util.HashMap;
import java.util.Set;

/** What scripts that answer tools have to be, and what they cannot be packed with. */
final class ScriptRules {
    private static final Set<String> ANSWERS = Set.of("object", "string");

    private ScriptRules() {}

    static void check(Manifest manifest, Archive contents) {
        var named = new HashMap<String, String>();
        for (int i = 0; i < manifest.tools().size(); i++) {
            var tool = manifest.tools().get(i);
            var at = "/extensions/dev.polar/tools/" + i;
            if (tool.script().isPresent()) {
                var script = tool.script().get();
                check(tool, script, contents, at);
                var other = named.put(script, tool.name());
                if (other != null) {
                    throw refused(
                            at + "/script",
                            "script-twice",
                            script + " answers '" + other + "' already, and is not told which tool is called",
                            "Give each tool a file of its own; what they share can be a third.");
                }
            }
        }
        if (!named.isEmpty()) {
            alone(manifest, contents);
        }
    }

    private static void check(ToolContract tool, String script, Archive contents, String at) {
        contents.find(script)
                .filter(file -> ScriptProgram.of(script, file.bytes()).isEmpty())
                .ifPresent(file -> {
                    throw refused(
                            at + "/script",
                            "script-program",
                            "nothing is known that runs " + script,
                            "Let its name end in .py, .js, .mjs, .cjs or .sh, or its first line be #!/usr/bin/env and python3,"
                                    + " node or sh.");
                });
        if (tool.output().get("type") instanceof JsonString type && !ANSWERS.contains(type.getString())
                || tool.output().containsKey("type") && !(tool.output().get("type") instanceof JsonString)) {
            throw refused(
                    at + "/output",
                    "script-output",
                    "a script answers with an object or with text",
                    "Let \"type\" be \"object\", or \"string\" for text.");
        }
    }

    /** A record names one thing that held while a plugin ran, so all of it has to run in one way. */
    private static void alone(Manifest manifest, Archive contents) {
        if (manifest.entry().isPresent()) {
            throw mixed("/extensions/dev.polar/entry", "code");
        }
        if (contents.find(McpServers.FILE).isPresent()) {
            throw mixed("/extensions/dev.polar/tools", "MCP servers");
        }
    }

    private static Refusal mixed(String at, String what) {
        return refused(
                at,
                "script-mix",
                "the package brings " + what + " and scripts that answer tools, which are run in different ways",
                "Make it two plugins.");
    }

    private static Refusal refused(String path, String rule, String message, String hint) {
        return PackageRules.refused(Manifest.FILE, path, rule, message, hint);
    }
}
