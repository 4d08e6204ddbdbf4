package dev.polar.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.adminapi.ClientRow;
import dev.polar.adminapi.Done;
import dev.polar.adminapi.Keys;
import dev.polar.adminapi.PluginRow;
import dev.polar.adminapi.Request;
import dev.polar.adminapi.RuleRow;
import dev.polar.adminapi.Status;
import dev.polar.adminapi.Uploaded;
import dev.polar.adminapi.WebLink;
import dev.polar.trust.key.Digest;
import dev.polar.trust.key.KeyFile;
import dev.polar.trust.key.PublicKey;
import dev.polar.trust.key.SigningKey;
import dev.polar.trust.packages.PackageFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpTest {
    private static final Status READY = new Status(
            true, 4711, "0", "http://127.0.0.1:7777/mcp", "", "/data", "", "", 0, 0, 0, "", List.of(), List.of());

    @TempDir
    Path home;

    private Path data;
    private Path distribution;

    @BeforeEach
    void a_distribution() throws IOException {
        data = Files.createDirectory(home.resolve("data"));
        distribution = FakeDistribution.of(FakeMain.class, home);
        Files.createFile(home.resolve("dist/lock"));
    }

    private Run.At at() {
        return new Run.At(home)
                .from(distribution)
                .with("PATH", "/usr/bin")
                .with("POLAR_OPERATOR_KEY", home.resolve("operator.pem").toString())
                .with("POLAR_DATA_DIR", data.toString());
    }

    @Test
    void up_in_the_background_returns_when_ready_and_down_ends_it() throws IOException {
        Files.writeString(data.resolve("operators.json"), "{}");
        var up = at().polar("up", "-d", "--port", "0");
        try {
            assertEquals(0, up.exit(), up.err());
            assertTrue(up.out().startsWith("ready\n  agents      http://127.0.0.1:7/mcp\n"), up.out());
            var again = at().polar("up", "-d", "--json");
            assertEquals(0, again.exit(), again.err());
            long pid = again.json().getJsonNumber("pid").longValue();
            assertTrue(again.err().contains("already running (pid " + pid + ", http://127.0.0.1:7/mcp)"), again.err());
            var log = Files.readString(data.resolve("host.log"));
            assertTrue(log.startsWith("started with --data " + data + " --port 0\n"), log);
            assertFalse(log.contains("POLAR_OPERATOR_KEY"), log);
        } finally {
            var down = at().polar("down");
            assertEquals(0, down.exit(), down.err());
            assertEquals(5, at().polar("status").exit());
        }
    }

    @Test
    void a_host_that_does_not_start_says_why() throws IOException {
        Files.writeString(data.resolve("operators.json"), "{}");
        Files.createFile(data.resolve("taken"));
        Files.writeString(data.resolve("host.log"), "from an earlier run\n");
        var run = at().polar("up", "-d");
        assertEquals(1, run.exit());
        assertTrue(run.err().contains("\nerror PORT_TAKEN  port 7777 is in use\n"), run.err());
        assertTrue(run.err().contains("error START_FAILED  the host ended with exit code 1"), run.err());
        assertFalse(run.err().contains("earlier run"), run.err());
    }

    @Test
    void a_host_for_development_has_a_directory_a_key_and_an_operator_of_its_own() throws IOException {
        var up = at().polar("up", "-d", "--dev");
        var own = home.resolve("data-dev");
        try {
            assertEquals(0, up.exit(), up.err());
            assertTrue(Files.readString(own.resolve("host.log"))
                    .startsWith("started with --data " + own + " --dev yes\n"));
            assertTrue(Files.exists(own.resolve("developer.pem")));
            assertFalse(Files.exists(home.resolve("operator.pem")));
            assertFalse(Files.exists(data.resolve("host.log")));
        } finally {
            var down = at().polar("down", "--data", own);
            assertEquals(0, down.exit(), down.err());
        }
    }

    @Test
    void a_directory_is_for_development_or_not_and_stays_so() throws IOException {
        Files.writeString(data.resolve("installation"), "dev-0123");
        var normal = at().polar("up", "-d");
        assertEquals(4, normal.exit());
        assertTrue(normal.err().contains("error DEV_INSTALLATION"), normal.err());
        assertEquals(4, at().polar("node", "export", home.resolve("x.join")).exit());
        Files.writeString(data.resolve("installation"), "0123");
        var development = at().polar("up", "-d", "--dev", "--data", data);
        assertEquals(4, development.exit());
        assertTrue(development.err().contains("never becomes one for development"), development.err());
        assertEquals(2, at().polar("up", "--dev", "--demo").exit());
        assertEquals(List.of("installation"), List.of(data.toFile().list()));
    }

    @Test
    void a_bare_build_says_how_to_start() {
        var run = new Run.At(home).with("POLAR_DATA_DIR", data.toString()).polar("up", "-d");
        assertEquals(1, run.exit());
        assertTrue(run.err().contains("start it with the launcher 'polar'"), run.err());
    }

    @Test
    void where_nobody_is_operator_the_key_at_hand_becomes_one() throws IOException {
        var key = SigningKey.generate();
        new KeyFile(home.resolve("operator.pem")).writePrivate(key.toPlainPem());
        try (var host = new FakeHost(data).operatedBy(key.publicKey())) {
            host.get("/v1/status", READY).get("/v1/keys", new Keys("", "", List.of()));
            host.doing(request -> new Done("added operator", Map.of(), List.of()));
            var run = at().polar("up");
            assertEquals(0, run.exit(), run.err());
            assertTrue(
                    run.err()
                            .contains("added operator, fingerprint "
                                    + key.publicKey().id().fingerprint()),
                    run.err());
            var request = host.consented.getFirst().getJsonObject("request");
            assertEquals("operator.add", host.consented.getFirst().getString("action"));
            assertEquals(
                    key.publicKey(),
                    PublicKey.ofPem(request.getJsonObject("with").getString("key")));
        }
    }

    @Test
    void without_key_and_terminal_it_says_how_to_become_operator() throws IOException {
        try (var host = new FakeHost(data)) {
            host.get("/v1/status", READY).get("/v1/keys", new Keys("", "", List.of()));
            var run = at().polar("up");
            assertEquals(0, run.exit());
            assertTrue(run.err().contains("polar key new --operator, then polar up again"), run.err());
            assertEquals(List.of(), host.consented);
        }
    }

    @Test
    void on_first_use_at_a_terminal_the_key_is_made_before_the_host_starts() throws IOException {
        var run = at().answering("tea", "tea").polar("up", "-d");
        try {
            assertEquals(0, run.exit(), run.err());
            assertTrue(run.err().contains("made the operator's key " + home.resolve("operator.pem") + ", encrypted"));
            assertTrue(Files.readString(home.resolve("operator.pem")).contains("ENCRYPTED"));
        } finally {
            at().polar("down");
        }
    }

    @Test
    void the_demo_brings_everything_once() throws IOException {
        for (var name : List.of("polar.memory", "polar.responder", "polar.web", "polar.reference")) {
            var manifest = Files.createDirectories(
                            distribution.resolve("plugins").resolve(name))
                    .resolve("plugin.json");
            Files.writeString(manifest, """
                    {"$schema":"https://agent-plugins.org/schemas/1.0.0/plugin.schema.json","name":"%s",
                     "version":"0.1.0","extensions":{"dev.polar":{"format":1,"epoch":1}}}
                    """.formatted(name));
        }
        var key = SigningKey.generate();
        new KeyFile(home.resolve("operator.pem")).writePrivate(key.toPlainPem());
        try (var host = demoHost(key.publicKey())) {
            var first = at().with("PATH", "/nowhere").polar("up", "--demo");
            assertEquals(0, first.exit(), first.err());
            assertTrue(first.out().contains("  talk        http://127.0.0.1:7777/link?code=1 "), first.out());
            assertTrue(first.out().contains("  approve     http://localhost:7777/link?code=2 "), first.out());
            assertTrue(first.out().contains("--header 'Authorization: Bearer polar_"), first.out());
            assertTrue(
                    first.out()
                            .contains(
                                    "  not started install nodejs and bubblewrap, then polar enable polar.reference\n"),
                    first.out());
            assertEquals(
                    "install,enable,install,enable,install,enable,install,policy.add,policy.add,client.add",
                    String.join(
                            ",",
                            host.consented.stream()
                                    .map(s -> s.getString("action"))
                                    .toList()));
            var again = at().with("PATH", "/nowhere").polar("up", "--demo");
            assertEquals(0, again.exit(), again.err());
            assertEquals(10, host.consented.size());
            assertFalse(again.out().contains("Bearer"), again.out());
            assertTrue(again.out().contains("polar client remove demo"), again.out());
        }
    }

    /** Remembers what it was told, as far as the demo looks at it. */
    private FakeHost demoHost(PublicKey operator) throws IOException {
        var host = new FakeHost(data).operatedBy(operator);
        var states = new TreeMap<String, String>();
        var uploads = new TreeMap<String, String>();
        var clients = new CopyOnWriteArrayList<ClientRow>();
        var rules = new CopyOnWriteArrayList<RuleRow>();
        host.get("/v1/status", READY).get("/v1/keys", new Keys("", "", List.of("ada")));
        host.get("/v1/clients", clients).get("/v1/policy", rules);
        host.get("/v1/plugins", List.of());
        host.post("/v1/weblinks/guest", bytes -> new WebLink("http://127.0.0.1:7777/link?code=1", "", "guest"));
        host.post("/v1/weblinks", bytes -> new WebLink("http://127.0.0.1:7777/link?code=2", "", "ada"));
        host.post("/v1/uploads", bytes -> {
            var manifest = PackageFile.open(bytes).archive().find("plugin.json").orElseThrow();
            uploads.put(
                    Digest.of(bytes).toString(), FakeHost.json(manifest.bytes()).getString("name"));
            return new Uploaded(Digest.of(bytes).toString());
        });
        host.doing((Request request) -> {
            switch (request.action()) {
                case "install" -> states.put(uploads.get(request.with().get("upload")), "disabled");
                case "enable" -> states.put(request.object(), "enabled");
                case "client.add" -> clients.add(new ClientRow(request.object(), "", "", "", "", ""));
                case "policy.add" ->
                    rules.add(new RuleRow(request.with().get("id"), "allow", "", "", "", "", List.of(), 1));
                default -> throw new IllegalStateException(request.action());
            }
            host.get(
                    "/v1/plugins",
                    states.entrySet().stream()
                            .map(row -> new PluginRow(row.getKey(), "0.1.0", "", "", row.getValue(), "", 0, 0, "", ""))
                            .toList());
            return new Done(request.action(), Map.of(), List.of());
        });
        return host;
    }
}
