package dev.polar.cli.use;

import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.spi.JsonProvider;
import java.util.List;

/**
 * Programs that are clients, and what goes into their configuration. None of it holds the token: it comes from the
 * environment, from a question that the program asks, or from a file of ours.
 *
 * <p>Sources: Claude Code, "Connect Claude Code to tools via MCP"; Codex, {@code docs/config.md}; VS Code, "MCP
 * configuration reference"; OpenClaw, {@code docs/cli/mcp/transports.md}. What was tried with which stands in docs/mcp.md.
 */
enum Agent {
    CLAUDE_CODE("claude-code", "Claude Code", ".mcp.json") {
        @Override
        String remote(String url) {
            return under(
                            "mcpServers",
                            server().add("type", "http")
                                    .add("url", url)
                                    .add("headers", bearer("${" + Agent.VARIABLE + "}")))
                    .toString();
        }

        @Override
        String open(String url) {
            return under("mcpServers", server().add("type", "http").add("url", url))
                    .toString();
        }

        @Override
        String local(String command, List<String> arguments) {
            return under("mcpServers", command(command, arguments)).toString();
        }
    },
    CODEX("codex", "Codex", "~/.codex/config.toml") {
        @Override
        String remote(String url) {
            return open(url) + "\nbearer_token_env_var = " + quoted(Agent.VARIABLE);
        }

        @Override
        String open(String url) {
            return "[mcp_servers.polar]\nurl = " + quoted(url);
        }

        @Override
        String local(String command, List<String> arguments) {
            return "[mcp_servers.polar]\ncommand = " + quoted(command) + "\nargs = "
                    + arguments.stream().map(Agent::quoted).toList();
        }
    },
    VSCODE("vscode", "VS Code", ".vscode/mcp.json; it asks for the token") {
        @Override
        String remote(String url) {
            var input = server().add("type", "promptString")
                    .add("id", "polar-token")
                    .add("description", "Token of this Polar client")
                    .add("password", true);
            var server = server().add("type", "http").add("url", url).add("headers", bearer("${input:polar-token}"));
            return server().add("inputs", JSON.createArrayBuilder().add(input))
                    .add("servers", JSON.createObjectBuilder().add("polar", server))
                    .build()
                    .toString();
        }

        @Override
        String open(String url) {
            return under("servers", server().add("type", "http").add("url", url))
                    .toString();
        }

        @Override
        String local(String command, List<String> arguments) {
            return under("servers", command(command, arguments).add("type", "stdio"))
                    .toString();
        }
    },
    OPENCLAW("openclaw", "OpenClaw", "~/.openclaw/openclaw.json") {
        @Override
        String remote(String url) {
            var server = server().add("url", url)
                    .add("transport", "streamable-http")
                    .add("headers", bearer("${" + Agent.VARIABLE + "}"));
            return server().add("mcp", under("servers", server)).build().toString();
        }

        @Override
        String open(String url) {
            var server = server().add("url", url)
                    .add("transport", "streamable-http")
                    .add("auth", "oauth"); // without, 'openclaw mcp login polar' does nothing
            return server().add("mcp", under("servers", server)).build().toString();
        }

        @Override
        String local(String command, List<String> arguments) {
            return server().add("mcp", under("servers", command(command, arguments)))
                    .build()
                    .toString();
        }
    };

    /** The variable in which a program finds the token. */
    static final String VARIABLE = "POLAR_CLIENT_TOKEN";

    private static final JsonProvider JSON = StrictJson.provider();

    private final String word;
    private final String title;
    private final String file;

    Agent(String word, String title, String file) {
        this.word = word;
        this.title = title;
        this.file = file;
    }

    /** What it is called with {@code --for}. */
    String word() {
        return word;
    }

    String title() {
        return title;
    }

    /** Where that goes. */
    String file() {
        return file;
    }

    /** The configuration that reaches the host over HTTP. */
    abstract String remote(String url);

    /** The same for a program that gets a token by itself (OAuth). */
    abstract String open(String url);

    /** The configuration that runs {@code polar mcp}. */
    abstract String local(String command, List<String> arguments);

    private static JsonObjectBuilder server() {
        return JSON.createObjectBuilder();
    }

    private static JsonObjectBuilder command(String command, List<String> arguments) {
        return server().add("command", command).add("args", JSON.createArrayBuilder(arguments));
    }

    private static JsonObjectBuilder bearer(String reference) {
        return server().add("Authorization", "Bearer " + reference);
    }

    private static JsonObject under(String member, JsonObjectBuilder server) {
        return server().add(member, server().add("polar", server)).build();
    }

    /** A basic string of TOML is one of JSON, as long as it is plain. */
    private static String quoted(String text) {
        return JSON.createValue(text).toString();
    }
}
