package dev.polar.cli.importing;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** What is to be imported. */
public sealed interface ImportSource {
    /** An Agent Plugins directory, another agent's plugin directory, or the folder of a skill. */
    record Folder(Path path) implements ImportSource {}

    /** The endpoint of an MCP server over Streamable HTTP. */
    record Endpoint(URI url) implements ImportSource {}

    /**
     * The command line of an MCP server on standard input and output. It is taken apart, never run.
     *
     * @param directory where relative paths in it start
     */
    record CommandLine(List<String> words, Path directory) implements ImportSource {
        public CommandLine {
            words = List.copyOf(words);
        }
    }
}
