package dev.polar.trust.manifest;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One MCP server a package declares. */
public sealed interface McpServer {
    /** Its key in {@code mcp.json}: 1 to 64 letters, digits, {@code .}, {@code _} and {@code -}. */
    String name();

    /**
     * A process spoken to over standard input and output.
     *
     * @param command one token: {@code ./} and an entry of the package, or a bare name of a runtime the operator listed
     * @param args {@code ${PLUGIN_ROOT}} and {@code ${PLUGIN_DATA}} not yet expanded, as in {@code env} and {@code cwd}
     * @param cwd absent for the root of the package
     */
    record Stdio(String name, String command, List<String> args, Map<String, String> env, Optional<String> cwd)
            implements McpServer {
        public Stdio {
            args = List.copyOf(args);
            env = Map.copyOf(env);
        }

        /** The entry that is started, if the package brings it. */
        public Optional<String> entry() {
            return command.startsWith("./") ? Optional.of(command.substring(2)) : Optional.empty();
        }

        /** The runtime that is started, if the machine has to bring it. */
        public Optional<String> runtime() {
            return command.startsWith("./") ? Optional.empty() : Optional.of(command);
        }

        /** Puts the two directories into a text, in one pass: what is put in is not looked at again. */
        public static String expand(String text, String pluginRoot, String pluginData) {
            return Placeholders.expand(text, pluginRoot, pluginData);
        }
    }

    /** A server elsewhere. */
    record Remote(String name, Transport transport, URI url, Map<String, String> headers) implements McpServer {
        public Remote {
            headers = Map.copyOf(headers);
        }
    }

    /** How a remote server is spoken to. */
    enum Transport {
        STREAMABLE_HTTP,
        /** The HTTP with SSE of the revision 2024-11-05; declared, not spoken. */
        SSE
    }
}
