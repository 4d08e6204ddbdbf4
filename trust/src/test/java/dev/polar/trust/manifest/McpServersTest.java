package dev.polar.trust.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.container.Archive;
import dev.polar.trust.container.Entry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class McpServersTest {
    static final String FILE = """
            {
              "$schema": "https://agent-plugins.org/schemas/1.0.0/mcp.schema.json",
              "mcpServers": {
                "local": {
                  "type": "stdio", "command": "./bin/server", "args": ["--data", "${PLUGIN_DATA}/x"],
                  "env": { "CONFIG": "${PLUGIN_ROOT}/c.json" }, "cwd": "${PLUGIN_ROOT}"
                },
                "node": { "type": "stdio", "command": "node", "args": ["./dev.polar/vendor/x/index.js"] },
                "remote": { "type": "streamable-http", "url": "https://mcp.example/mcp", "headers": { "X-Tenant": "t" } },
                "old": { "type": "sse", "url": "http://127.0.0.1:9/sse" }
              }
            }
            """;

    private static McpServers parse(String json) {
        return McpServers.parse(json.getBytes(UTF_8));
    }

    @Test
    void servers_are_read_in_file_order() {
        var servers = parse(FILE);
        assertEquals(
                List.of("local", "node", "remote", "old"),
                servers.servers().stream().map(McpServer::name).toList());
        var local = (McpServer.Stdio) servers.find("local").orElseThrow();
        assertEquals(Optional.of("bin/server"), local.entry());
        assertEquals(Optional.of("${PLUGIN_ROOT}"), local.cwd());
        assertEquals(Map.of("CONFIG", "${PLUGIN_ROOT}/c.json"), local.env());
        assertEquals(
                Optional.of("node"), ((McpServer.Stdio) servers.find("node").orElseThrow()).runtime());
        var remote = (McpServer.Remote) servers.find("remote").orElseThrow();
        assertEquals(McpServer.Transport.STREAMABLE_HTTP, remote.transport());
        assertEquals("mcp.example", remote.url().getHost());
    }

    @Test
    void what_is_written_reads_back_equal() {
        assertEquals(parse(FILE), McpServers.parse(parse(FILE).toBytes()));
    }

    @Test
    void placeholders_are_put_in_once() {
        assertEquals(
                "/r-/${PLUGIN_ROOT}-${OTHER}",
                McpServer.Stdio.expand("${PLUGIN_ROOT}-${PLUGIN_DATA}-${OTHER}", "/r", "/${PLUGIN_ROOT}"));
    }

    /** A quote is written ' here. */
    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', delimiter = '|', textBlock = """
            1.0.0/mcp                  | 1.1.0/mcp                        | /$schema                   | schema
            'mcpServers'               | 'servers'                        | /servers                   | unknown-key
            'local': {                 | 'lo cal': {                      | /mcpServers/lo cal         | server-name
            'type': 'sse'              | 'type': 'ws'                     | /mcpServers/old/type       | type
            'type': 'sse',             | ""                               | /mcpServers/old            | required
            'type': 'sse',             | 'type': 'sse', 'args': [],       | /mcpServers/old/args       | unknown-key
            './bin/server'             | './../server'                    | /mcpServers/local/command  | command
            './bin/server'             | './bin/../server'                | /mcpServers/local/command  | command
            './bin/server'             | '/bin/sh'                        | /mcpServers/local/command  | command
            './bin/server'             | 'bin/server'                     | /mcpServers/local/command  | command
            './bin/server'             | 'sh -c x'                        | /mcpServers/local/command  | command
            './bin/server'             | '${PLUGIN_ROOT}/bin/server'      | /mcpServers/local/command  | command
            './bin/server'             | ''                               | /mcpServers/local/command  | command
            '--data'                   | 1                                | /mcpServers/local/args/0   | type
            '--data'                   | 'a\\u0000'                       | /mcpServers/local/args/0   | nul
            'CONFIG'                   | 'PLUGIN_ROOT'                    | /mcpServers/local/env/PLUGIN_ROOT | env
            'CONFIG'                   | 'plugin_data'                    | /mcpServers/local/env/plugin_data | env
            'CONFIG'                   | 'A=B'                            | /mcpServers/local/env/A=B  | env
            'cwd': '${PLUGIN_ROOT}'    | 'cwd': '${PLUGIN_ROOT}/../x'     | /mcpServers/local/cwd      | cwd
            'cwd': '${PLUGIN_ROOT}'    | 'cwd': '/tmp'                    | /mcpServers/local/cwd      | cwd
            'cwd': '${PLUGIN_ROOT}'    | 'cwd': 'data'                    | /mcpServers/local/cwd      | cwd
            https://mcp.example/mcp    | http://mcp.example/mcp           | /mcpServers/remote/url     | url
            https://mcp.example/mcp    | https://u:p@mcp.example/mcp      | /mcpServers/remote/url     | url
            https://mcp.example/mcp    | https://mcp.example/mcp#x        | /mcpServers/remote/url     | url
            https://mcp.example/mcp    | file:///etc/passwd               | /mcpServers/remote/url     | url
            https://mcp.example/mcp    | http://127.0.0.1.evil.example/   | /mcpServers/remote/url     | url
            'X-Tenant': 't'            | 'X-Tenant': 't', 'x-tenant': 'u' | /mcpServers/remote/headers/x-tenant | header
            'X-Tenant': 't'            | 'X Tenant': 't'                  | /mcpServers/remote/headers/X Tenant | header
            'X-Tenant': 't'            | 'X-Tenant': 'a\\r\\nb: c'        | /mcpServers/remote/headers/X-Tenant | header
            """)
    void a_broken_rule_is_named_with_its_place(String from, String to, String path, String rule) {
        var changed = FILE.replace(from.replace('\'', '"'), to.replace('\'', '"'));
        assertFalse(changed.equals(FILE), "nothing was changed");
        var why = assertThrows(Refusal.class, () -> parse(changed));
        assertEquals(Code.MANIFEST_INVALID, why.code());
        assertEquals(path, why.details().get("path"), why.getMessage());
        assertEquals(rule, why.details().get("rule"), why.getMessage());
        assertEquals("mcp.json", why.details().get("entry"));
    }

    @Test
    void in_a_foreign_file_a_bad_server_is_left_out_alone() {
        var partly =
                McpServers.parsePartly(FILE.replace("./bin/server", "/bin/sh").getBytes(UTF_8));
        assertEquals(
                List.of("node", "remote", "old"),
                partly.servers().servers().stream().map(McpServer::name).toList());
        assertEquals(
                "/mcpServers/local/command",
                partly.refused().getFirst().details().get("path"));
        assertThrows(Refusal.class, () -> McpServers.parsePartly("[]".getBytes(UTF_8)));
    }

    @Test
    void a_command_of_its_own_has_to_be_in_the_package() {
        var servers = parse(FILE);
        servers.checkAgainst(new Archive(List.of(new Entry("bin/server", new byte[0]))));
        var why = assertThrows(Refusal.class, () -> servers.checkAgainst(new Archive(List.of())));
        assertEquals("/mcpServers/local/command", why.details().get("path"));
        assertEquals("mcp.json", why.details().get("entry"));
    }
}
