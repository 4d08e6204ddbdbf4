package dev.polar.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Others' clients at Polar's endpoint, with the reference servers and a skill behind it. */
@Timeout(240)
class ForeignClientsTest {
    private static final Set<String> ECHO = Set.of("local-references__everything__echo");

    @TempDir
    static Path scratch;

    private static Hall hall;
    private static String token;

    @BeforeAll
    static void the_reference_servers_and_a_skill() throws IOException {
        hall = Hall.SHARED.get();
        hall.install(ReferenceServers.pack(scratch.resolve("local.references")), "*=read");
        Skills.INSTALLED.get();
        Skills.SERVED.get();
        token = hall.client("foreign", "--sees", "local.references/*,local.handbook/*,local.cookbook/*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "2"})
    void the_typescript_sdk_lists_reads_and_calls(String version) throws Exception {
        var program = Program.node(
                scratch.resolve("typescript-" + version),
                Program.script(
                                Files.createDirectories(scratch.resolve("typescript-" + version)),
                                "clients/typescript.mjs")
                        .toString(),
                version,
                hall.url().toString(),
                token,
                NpmPackages.directory().toString());
        assertEquals(0, program.exit(), program::err);
        var got = Agent.json(program.out());
        assertTrue(texts(got, "tools").containsAll(ECHO), program::out);
        assertEquals("Echo: hi", got.getString("said"));
        assertEquals(-32602, got.getInt("unknown"));
        assertTrue(texts(got, "prompts").contains("local-handbook__tea"), program::out);
        assertTrue(texts(got, "resources").contains("skill://local.handbook/tea/SKILL.md"), program::out);
        assertEquals(1, got.getInt("read"));
    }

    private static Set<String> texts(JsonObject of, String member) {
        return of.getJsonArray(member).getValuesAs(JsonString.class).stream()
                .map(JsonString::getString)
                .collect(Collectors.toSet());
    }

    @Test
    void the_java_sdk_lists_reads_and_calls() {
        var transport = HttpClientStreamableHttpTransport.builder(
                        "http://" + hall.url().getAuthority())
                .endpoint("/mcp")
                .requestBuilder(HttpRequest.newBuilder().header("Authorization", "Bearer " + token))
                .build();
        try (var client =
                McpClient.sync(transport).requestTimeout(Duration.ofSeconds(20)).build()) {
            client.initialize();
            var tools = client.listTools().tools().stream()
                    .map(McpSchema.Tool::name)
                    .toList();
            assertTrue(tools.containsAll(ECHO), tools::toString);
            var said = client.callTool(
                    McpSchema.CallToolRequest.builder(ECHO.iterator().next())
                            .arguments(Map.of("message", "hi"))
                            .build());
            assertEquals("Echo: hi", ((McpSchema.TextContent) said.content().getFirst()).text());
            var prompts = client.listPrompts().prompts().stream()
                    .map(McpSchema.Prompt::name)
                    .toList();
            assertTrue(prompts.contains("local-handbook__tea"), prompts::toString);
            var resources = client.listResources().resources();
            assertEquals(1, client.readResource(resources.getFirst()).contents().size());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tools/list --strict                                                                      | everything__echo",
                "tools/call --tool-name local-references__everything__echo --tool-arg message=hi           | Echo: hi",
                "tools/call --tool-name local-references__thinking__sequentialthinking --tool-arg thought=a nextThoughtNeeded=false thoughtNumber=1 totalThoughts=1 | thoughtNumber",
                "tools/call --tool-name local-references__memory__read_graph                               | entities",
                "resources/list                                                                            | skill://local.handbook/tea/SKILL.md",
                "resources/read --uri skill://local.handbook/tea/references/times.md                       | two minutes",
                "prompts/list                                                                              | local-handbook__tea",
                "prompts/get --prompt-name local-handbook__tea                                             | Read",
                "skills/list --protocol-era modern --verify --require-digests                              | skill://local.handbook/tea/SKILL.md",
                "skills/list --protocol-era modern --verify --require-digests                              | skill://local.cookbook/skill:server/kitchen/soup/SKILL.md",
                "resources/read --uri skill://local.cookbook/skill:server/bread/scripts/wait.sh            | sleep 3600",
                "prompts/get --prompt-name local-cookbook__server__bread                                   | Knead",
            })
    void the_inspector_is_content(String method, String with) throws Exception {
        var words = new ArrayList<>(List.of(
                NpmPackages.file("@modelcontextprotocol/inspector/clients/cli/build/index.js")
                        .toString(),
                "--cli",
                hall.url().toString(),
                "--header",
                "Authorization: Bearer " + token,
                "--method"));
        words.addAll(List.of(method.strip().split(" +")));
        var program = Program.node(scratch.resolve("inspector"), words.toArray(String[]::new));
        assertEquals(0, program.exit(), () -> program.err() + program.out());
        assertTrue(program.out().contains(with.strip()), program::out);
    }
}
