package dev.polar.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The MCP project's reference servers as one package, which brings none of them along but may read where they lie. */
final class ReferenceServers {
    private ReferenceServers() {}

    static Path pack(Path folder) throws IOException {
        var modules = NpmPackages.file("");
        var theirs = modules.resolve("@modelcontextprotocol");
        Fixture.manifest(folder, "storage.write($DATA)", "storage.read(" + modules + ")");
        Files.writeString(folder.resolve("mcp.json"), """
                {"$schema":"https://agent-plugins.org/schemas/1.0.0/mcp.schema.json","mcpServers":{
                 "everything":{"type":"stdio","command":"node","args":["%1$s/server-everything/dist/index.js","stdio"]},
                 "files":{"type":"stdio","command":"node","args":["%1$s/server-filesystem/dist/index.js","${PLUGIN_DATA}"]},
                 "memory":{"type":"stdio","command":"node","args":["%1$s/server-memory/dist/index.js"],
                           "env":{"MEMORY_FILE_PATH":"${PLUGIN_DATA}/memory.jsonl"}},
                 "thinking":{"type":"stdio","command":"node","args":["%1$s/server-sequential-thinking/dist/index.js"]}}}
                """.formatted(theirs));
        return folder;
    }
}
