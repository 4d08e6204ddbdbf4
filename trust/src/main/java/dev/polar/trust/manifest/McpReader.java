package dev.polar.trust.manifest;

import dev.polar.trust.json.JsonAt;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Reads one server of {@code mcp.json} (Agent Plugins 1.0.0, section 7.2.1). */
final class McpReader {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final String SEGMENT = "(?!\\.{1,2}(?:/|$))[A-Za-z0-9._@+-]+";
    private static final Pattern COMMAND =
            Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._+-]*|\\./" + SEGMENT + "(?:/" + SEGMENT + ")*");
    private static final Pattern CWD =
            Pattern.compile("(?:\\.|\\$\\{PLUGIN_ROOT}|\\$\\{PLUGIN_DATA})(?:/" + SEGMENT + ")*|\\./");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern FIELD = Pattern.compile("(?:[!-~](?:[ \\t!-~]*[!-~])?)?");
    private static final Set<String> RESERVED = Set.of("PLUGIN_ROOT", "PLUGIN_DATA");
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(?:\\.[0-9]{1,3}){3}|\\[::1]");

    private McpReader() {}

    static McpServer server(JsonAt server) {
        var name = name(server);
        var type = server.require("type");
        return switch (type.string()) {
            case "stdio" -> stdio(name, server.closed(ManifestReader.ordered("type", "command", "args", "env", "cwd")));
            case "streamable-http" -> remote(name, McpServer.Transport.STREAMABLE_HTTP, server);
            case "sse" -> remote(name, McpServer.Transport.SSE, server);
            default -> throw type.refused("type", "there is no such transport", "Write stdio, streamable-http or sse.");
        };
    }

    private static String name(JsonAt server) {
        var name = server.path().substring(server.path().lastIndexOf('/') + 1);
        if (!NAME.matcher(name).matches()) {
            throw server.refused(
                    "server-name", "a server's name has 1 to 64 letters, digits, '.', '_' and '-'", "Rename it.");
        }
        return name;
    }

    private static McpServer stdio(String name, JsonAt server) {
        return new McpServer.Stdio(
                name,
                server.require("command")
                        .matching(
                                COMMAND,
                                "command",
                                "one token: a runtime's bare name, or ./ and a file of the package"),
                server.find("args").map(JsonAt::items).orElse(List.of()).stream()
                        .map(McpReader::opaque)
                        .toList(),
                env(server),
                server.find("cwd")
                        .map(c -> c.matching(
                                CWD, "cwd", "a directory below ./, ${PLUGIN_ROOT} or ${PLUGIN_DATA}, without ..")));
    }

    private static Map<String, String> env(JsonAt server) {
        var env = new LinkedHashMap<String, String>();
        server.find("env").map(JsonAt::members).orElse(Map.of()).forEach((variable, at) -> {
            if (!VARIABLE.matcher(variable).matches() || RESERVED.contains(variable.toUpperCase(Locale.ROOT))) {
                throw at.refused("env", "this variable cannot be set", "Remove it.");
            }
            env.put(variable, opaque(at));
        });
        return env;
    }

    private static String opaque(JsonAt at) {
        var text = at.string();
        if (text.indexOf('\0') >= 0) {
            throw at.refused("nul", "no program can be given a NUL character", "Remove it.");
        }
        return text;
    }

    private static McpServer remote(String name, McpServer.Transport transport, JsonAt server) {
        server.closed(ManifestReader.ordered("type", "url", "headers"));
        return new McpServer.Remote(name, transport, url(server.require("url")), headers(server));
    }

    private static URI url(JsonAt at) {
        try {
            var url = new URI(at.string());
            var host = url.getHost();
            boolean secure = "https".equals(url.getScheme());
            boolean local = "http".equals(url.getScheme())
                    && host != null
                    && LOOPBACK.matcher(host).matches();
            if (host != null
                    && !host.isEmpty()
                    && (secure || local)
                    && url.getRawUserInfo() == null
                    && url.getRawFragment() == null) {
                return url;
            }
        } catch (URISyntaxException notOne) {
            throw at.refused("url", "this is not a URL", "Write it as in https://mcp.example/mcp.");
        }
        throw at.refused(
                "url",
                "a server's URL is https (http only on loopback), without user information and fragment",
                "Write it as in https://mcp.example/mcp.");
    }

    private static Map<String, String> headers(JsonAt server) {
        var names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        var headers = new LinkedHashMap<String, String>();
        server.find("headers").map(JsonAt::members).orElse(Map.of()).forEach((name, at) -> {
            if (!TOKEN.matcher(name).matches() || !names.add(name)) {
                throw at.refused("header", "the name is no header field's, or stands here twice", "Correct it.");
            }
            headers.put(name, at.matching(FIELD, "header", "the value of a header field"));
        });
        return headers;
    }
}
