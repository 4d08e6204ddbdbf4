package dev.polar.cli.importing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.spi.Code;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import dev.polar.trust.manifest.McpServer;
import dev.polar.trust.manifest.McpServers;
import dev.polar.trust.manifest.Version;
import dev.polar.trust.packages.Packer;
import dev.polar.trust.skill.Finding;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ImporterTest {
    private static final PluginId NAME = new PluginId("local.thing");
    private static final String SKILL =
            "---\nname: notes\ndescription: Takes notes\nmetadata:\n  version: 1.2.0\n---\nDo.\n";

    @TempDir
    Path base;

    private Path folder;
    private Path npm;

    @BeforeEach
    void somewhere() throws IOException {
        folder = Files.createDirectories(base.resolve("notes"));
        npm = base.resolve("npm");
    }

    @Test
    void a_skill_folder_becomes_a_skill_of_a_package() throws IOException {
        write("SKILL.md", SKILL);
        write("scripts/run.sh", "echo hi\n");
        write("My Notes.md", "left out\n");
        write(".env", "TOKEN=1\n");
        write(".git/config", "x\n");
        var imported = folder();
        assertEquals(List.of("plugin.json", "skills/notes/SKILL.md", "skills/notes/scripts/run.sh"), names(imported));
        assertEquals("1.2.0", imported.manifest().version().toString());
        assertEquals(Optional.of("Takes notes"), imported.manifest().about().description());
        assertEquals(
                List.of("file-name", "secrets"),
                rules(imported).stream()
                        .filter(r -> r.contains("-name") || r.equals("secrets"))
                        .sorted()
                        .toList());
        assertTrue(rules(imported).contains("script"), "whoever imports is told that nothing here runs it");
    }

    @Test
    void what_says_no_version_gets_one_from_its_content() throws IOException {
        write("SKILL.md", SKILL.replace("  version: 1.2.0\n", "  x: y\n"));
        var first = folder().manifest().version();
        assertEquals(first, folder().manifest().version());
        write("more.md", "more\n");
        assertNotEquals(first, folder().manifest().version());
        assertTrue(first.toString().startsWith("0.0.0-content."));
        var given = new Importer(npm()).run(new ImportSource.Folder(folder), NAME, Optional.of(Version.parse("7.0.0")));
        assertEquals("7.0.0", given.manifest().version().toString());
    }

    @Test
    void an_agent_plugins_directory_keeps_its_parts_and_asks_for_nothing() throws IOException {
        write(
                "plugin.json",
                "{'$schema':'https://agent-plugins.org/schemas/1.0.0/plugin.schema.json','name':'tools',"
                        + "'version':'2.0.0','description':'Tools','unheardOf':1,'extensions':{'dev.polar':{'format':1},"
                        + "'com.example.x':{}}}");
        write("skills/notes/SKILL.md", SKILL);
        write("hooks/hooks.json", "{}");
        write("server.js", "");
        write("dev.polar/code/x.jar", "x");
        write(
                "mcp.json",
                "{'$schema':'https://agent-plugins.org/schemas/1.0.0/mcp.schema.json','mcpServers':{"
                        + "'own':{'type':'stdio','command':'./server.js'},"
                        + "'script':{'type':'stdio','command':'node','args':['${PLUGIN_ROOT}/server.js','--x'],'env':{'A':'b'}},"
                        + "'far':{'type':'streamable-http','url':'https://mcp.example/mcp'},"
                        + "'gone':{'type':'stdio','command':'./gone'},"
                        + "'host':{'type':'stdio','command':'node','args':['/opt/server.js']},"
                        + "'fetch':{'type':'stdio','command':'uvx','args':['x']},"
                        + "'open':{'type':'streamable-http','url':'http://mcp.example/mcp'}}}");
        var imported = folder();
        assertEquals(
                List.of("hooks/hooks.json", "mcp.json", "plugin.json", "server.js", "skills/notes/SKILL.md"),
                names(imported));
        assertEquals("2.0.0", imported.manifest().version().toString());
        assertEquals(List.of(), imported.manifest().permissions());
        assertEquals(
                List.of("own", "script", "far"),
                servers(imported).stream().map(McpServer::name).toList());
        var text = imported.findings().stream().map(Finding::toString).collect(Collectors.joining("\n"));
        for (var expected : List.of(
                "gone: COMMAND_NOT_PACKAGED",
                "host: COMMAND_NOT_PACKAGED",
                "fetch: LAUNCHER_FETCHES",
                "MANIFEST_INVALID",
                "dev.polar extension is not taken over",
                "'com.example.x' is another agent's",
                "'unheardOf' has no counterpart",
                "polar-directory",
                "listed, never run")) {
            assertTrue(text.contains(expected), expected + " in\n" + text);
        }
    }

    @Test
    void another_agents_plugin_directory_is_understood() throws IOException {
        write(
                ".claude-plugin/plugin.json",
                "{'name':'tools','version':'1.0','author':{'name':'Ada'},'commands':'./c'}");
        write("commands/do.md", "do\n");
        write("skills/notes/SKILL.md", SKILL);
        write("srv/index.js", "");
        write(
                ".mcp.json",
                "{'mcpServers':{'srv':{'command':'node','args':['${CLAUDE_PLUGIN_ROOT}/srv/index.js'],"
                        + "'env':{'KEY':'${API_KEY}'}},'far':{'type':'http','url':'https://mcp.example/mcp'}}}");
        var imported = folder();
        assertEquals(
                List.of("srv", "far"),
                servers(imported).stream().map(McpServer::name).toList());
        assertEquals(
                List.of("${PLUGIN_ROOT}/srv/index.js"),
                ((McpServer.Stdio) servers(imported).getFirst()).args());
        assertFalse(names(imported).contains(".claude-plugin/plugin.json"));
        assertTrue(
                rules(imported).containsAll(List.of("variable", "version", "no-counterpart", "hook")),
                rules(imported).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"link", "keys", "hidden", "twice", "nothing", "jar", "absent"})
    void what_is_dangerous_or_not_there_is_refused(String what) throws IOException {
        var source = folder;
        switch (what) {
            case "link" -> {
                write("SKILL.md", SKILL);
                Files.createSymbolicLink(folder.resolve("x"), Path.of("/etc/passwd"));
            }
            case "keys" -> write("plugin.json", "{'name':'a','name':'b'}");
            case "hidden" -> write("SKILL.md", SKILL + "x\u202Ey\n");
            case "twice" -> {
                write("skills/notes/SKILL.md", SKILL);
                write("skills/other/SKILL.md", SKILL);
            }
            case "nothing" -> {}
            case "jar" -> source = Files.writeString(base.resolve("x.jar"), "");
            default -> source = base.resolve("absent");
        }
        var from = new ImportSource.Folder(source);
        var refusal = assertThrows(Refusal.class, () -> new Importer(npm()).run(from, NAME, Optional.empty()));
        assertEquals(
                switch (what) {
                    case "nothing", "absent" -> Code.NOT_FOUND;
                    case "jar" -> Code.MANIFEST_INVALID;
                    default -> Code.IMPORT_DANGEROUS;
                },
                refusal.code(),
                refusal.getMessage());
    }

    @Test
    void an_endpoint_becomes_one_remote_server() {
        var imported = endpoint("https://mcp.example/mcp");
        var server = (McpServer.Remote) servers(imported).getFirst();
        assertEquals("thing", server.name());
        assertEquals(URI.create("https://mcp.example/mcp"), server.url());
        assertNotEquals(
                imported.manifest().version(),
                endpoint("https://mcp.example/other").manifest().version());
        var refusal = assertThrows(Refusal.class, () -> endpoint("http://mcp.example/mcp"));
        assertEquals(Code.MANIFEST_INVALID, refusal.code());
    }

    @Test
    void a_script_brings_its_package_along() throws IOException {
        write("package.json", "{}");
        write("src/server.mjs", "import 'dep'");
        write("node_modules/dep/index.js", "");
        write("node_modules/dep/index.d.ts", "");
        write("node_modules/dep/index.js.map", "");
        write("node_modules/dep/docs/Read Me.txt", "");
        write(".npmrc", "token");
        Files.createDirectories(folder.resolve("node_modules/.bin"));
        Files.createSymbolicLink(folder.resolve("node_modules/.bin/dep"), Path.of("../dep/index.js"));
        Files.createSymbolicLink(folder.resolve("link.js"), Path.of("src/server.mjs"));
        var imported = command("node", "--no-warnings", "link.js", "--verbose");
        assertEquals(
                List.of(
                        "dev.polar/vendor/node_modules/dep/index.js",
                        "dev.polar/vendor/package.json",
                        "dev.polar/vendor/src/server.mjs",
                        "mcp.json",
                        "plugin.json"),
                names(imported));
        var server = (McpServer.Stdio) servers(imported).getFirst();
        assertEquals("node", server.command());
        assertEquals(List.of("--no-warnings", "./dev.polar/vendor/src/server.mjs", "--verbose"), server.args());
        assertTrue(
                rules(imported).containsAll(List.of("link", "secrets", "file-name")),
                rules(imported).toString());
    }

    @Test
    void a_file_that_may_be_needed_and_cannot_be_packed_is_refused() throws IOException {
        write("package.json", "{}");
        write("server.js", "");
        write("node_modules/dep/lib/a b.js", "");
        var refusal = assertThrows(Refusal.class, () -> command("node", "server.js"));
        assertEquals(Code.CONTAINER_MALFORMED, refusal.code());
        assertEquals("node_modules/dep/lib/a b.js", refusal.details().get("entry"));
        var gone = assertThrows(Refusal.class, () -> command("node", "gone.js"));
        assertEquals(Code.COMMAND_NOT_PACKAGED, gone.code());
    }

    @Test
    void a_lone_script_or_jar_is_copied_alone() throws IOException {
        write("server.py", "print()");
        write("secret.txt", "x");
        assertEquals(
                List.of("dev.polar/vendor/server.py", "mcp.json", "plugin.json"),
                names(command("python3", "server.py")));
        write("server.jar", "x");
        var server =
                (McpServer.Stdio) servers(command("java", "-jar", "server.jar")).getFirst();
        assertEquals(List.of("-jar", "./dev.polar/vendor/server.jar"), server.args());
    }

    @Test
    void paths_among_the_arguments_are_asked_for() throws IOException {
        write("server.js", "");
        var shared = Files.createDirectories(base.resolve("shared")).toRealPath();
        var imported =
                command("node", "server.js", "$DATA", "$DATA/x", "--root=" + shared, "../shared", "/no/such", "a/b");
        var server = (McpServer.Stdio) servers(imported).getFirst();
        assertEquals(
                List.of(
                        "./dev.polar/vendor/server.js",
                        "${PLUGIN_DATA}",
                        "${PLUGIN_DATA}/x",
                        "--root=" + shared,
                        shared.toString(),
                        "/no/such",
                        "a/b"),
                server.args());
        assertEquals(
                List.of(
                        "storage.write($DATA) false",
                        "storage.read(" + shared + ") false",
                        "storage.write(" + shared + ") true"),
                imported.manifest().permissions().stream()
                        .map(request -> request.permission() + " " + request.optional())
                        .toList());
    }

    @Test
    void a_package_of_the_registry_is_resolved_and_never_run() throws IOException {
        fakeNpm("mkdir -p node_modules/pkg/bin node_modules/dep\n"
                + "printf '{\"name\":\"pkg\",\"version\":\"3.1.4\",\"description\":\"Counts\",\"license\":\"MIT\",\"bin\":{\"one\":\"bin/one.js\",\"pkg\":\"./bin/pkg.js\"}}' > node_modules/pkg/package.json\n"
                + "echo 1 > node_modules/pkg/bin/one.js; echo 2 > node_modules/pkg/bin/pkg.js; echo x > node_modules/dep/LICENSE\n"
                + lock(
                        "\"node_modules/pkg\":{\"version\":\"3.1.4\",\"resolved\":\"https://registry.example/pkg.tgz\",\"integrity\":\"sha512-AA==\"},"
                                + "\"node_modules/dep\":{\"version\":\"1.0.0\",\"integrity\":\"sha512-BB==\",\"hasInstallScript\":true,\"optional\":true},"
                                + "\"node_modules/pkg/node_modules/in\":{\"version\":\"1.0.0\",\"inBundle\":true}"));
        var imported = command("npx", "-y", "pkg@^3", "--port", "1");
        var server = (McpServer.Stdio) servers(imported).getFirst();
        assertEquals("pkg", server.name());
        assertEquals("node", server.command());
        assertEquals(List.of("./dev.polar/vendor/node_modules/pkg/bin/pkg.js", "--port", "1"), server.args());
        assertEquals("3.1.4", imported.manifest().version().toString());
        assertEquals(Optional.of("Counts"), imported.manifest().about().description());
        assertEquals(
                "{\"format\":1,\"packages\":["
                        + "{\"integrity\":\"sha512-BB==\",\"name\":\"dep\",\"place\":\"node_modules/dep\",\"version\":\"1.0.0\"},"
                        + "{\"integrity\":\"sha512-AA==\",\"name\":\"pkg\",\"place\":\"node_modules/pkg\",\"version\":\"3.1.4\"},"
                        + "{\"name\":\"in\",\"place\":\"node_modules/pkg/node_modules/in\",\"version\":\"1.0.0\"}],"
                        + "\"source\":\"npm\"}\n",
                text(imported, "dev.polar/vendor/PROVENANCE.json"));
        assertTrue(
                rules(imported).containsAll(List.of("install-script", "vendored")),
                rules(imported).toString());
        assertTrue(Files.readString(base.resolve("asked")).contains("--ignore-scripts --omit=dev --no-bin-links"));
        var other =
                (McpServer.Stdio) servers(command("npx", "-p", "pkg", "one")).getFirst();
        assertEquals(List.of("./dev.polar/vendor/node_modules/pkg/bin/one.js"), other.args());
        var none = assertThrows(Refusal.class, () -> command("npx", "-p", "pkg", "two"));
        assertEquals(Code.COMMAND_NOT_PACKAGED, none.code());
        assertTrue(Packer.pack(imported.entries(), Instant.EPOCH).length > 0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "LAUNCHER_FETCHES | runs a script when it is installed | '\"node_modules/pkg\":{\"version\":\"1.0.0\",\"integrity\":\"sha512-AA==\",\"hasInstallScript\":true}'",
                "LAUNCHER_FETCHES | does not come from the registry    | '\"node_modules/pkg\":{\"version\":\"1.0.0\",\"resolved\":\"git+ssh://x\"}'",
                "LAUNCHER_FETCHES | does not come from the registry    | '\"node_modules/pkg\":{\"link\":true}'"
            })
    void a_package_that_cannot_be_held_against_the_registry_is_refused(Code code, String message, String packages)
            throws IOException {
        fakeNpm("mkdir -p node_modules/pkg\necho '{\"bin\":\"x.js\"}' > node_modules/pkg/package.json\n"
                + "echo 1 > node_modules/pkg/x.js\n" + lock(packages));
        var refusal = assertThrows(Refusal.class, () -> command("npx", "pkg"));
        assertEquals(code, refusal.code());
        assertTrue(refusal.getMessage().contains(message), refusal.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "NOT_FOUND        | the registry has no package 'pkg' | echo 'npm error code E404'; exit 1",
                "HTTP_FAILED      | connect ECONNREFUSED              | echo 'npm error connect ECONNREFUSED'; exit 1",
                "HTTP_FAILED      | npm took longer than 1 s          | sleep 60",
                "LAUNCHER_FETCHES | npm is needed to resolve 'pkg'    | -"
            })
    void an_npm_that_fails_says_why(Code code, String message, String script) throws IOException {
        if (!script.equals("-")) {
            fakeNpm(script);
        }
        var refusal = assertThrows(Refusal.class, () -> command("npx", "pkg"));
        assertEquals(code, refusal.code());
        assertTrue(refusal.getMessage().contains(message), refusal.getMessage());
    }

    private static String lock(String packages) {
        return "printf '%s' '{\"packages\":{" + packages + "}}' > node_modules/.package-lock.json\n";
    }

    private void fakeNpm(String script) throws IOException {
        Files.writeString(npm, "#!/bin/sh\necho \"$@\" > " + base.resolve("asked") + "\n" + script + "\n");
        Files.setPosixFilePermissions(npm, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Npm npm() {
        return new Npm(List.of(npm.toString()), Duration.ofSeconds(1));
    }

    private Imported folder() {
        return new Importer(npm()).run(new ImportSource.Folder(folder), NAME, Optional.empty());
    }

    private Imported endpoint(String url) {
        return new Importer(npm()).run(new ImportSource.Endpoint(URI.create(url)), NAME, Optional.empty());
    }

    private Imported command(String... words) {
        return new Importer(npm()).run(new ImportSource.CommandLine(List.of(words), folder), NAME, Optional.empty());
    }

    private void write(String name, String text) throws IOException {
        var file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, name.endsWith(".json") ? text.replace('\'', '"') : text);
    }

    private static List<String> names(Imported imported) {
        return imported.entries().stream().map(entry -> entry.name()).toList();
    }

    private static List<String> rules(Imported imported) {
        return imported.findings().stream().map(Finding::rule).toList();
    }

    private static List<McpServer> servers(Imported imported) {
        return McpServers.parse(text(imported, McpServers.FILE).getBytes(UTF_8)).servers();
    }

    private static String text(Imported imported, String name) {
        return imported.entries().stream()
                .filter(entry -> entry.name().equals(name))
                .map(entry -> new String(entry.bytes(), UTF_8))
                .findFirst()
                .orElseThrow();
    }
}
