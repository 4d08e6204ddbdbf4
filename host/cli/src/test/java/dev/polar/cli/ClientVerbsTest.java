package dev.polar.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.adminapi.ClientRow;
import dev.polar.adminapi.Done;
import dev.polar.trust.key.KeyFile;
import dev.polar.trust.key.SigningKey;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientVerbsTest {
    private static final String URL = "http://127.0.0.1:7777/mcp";
    private static final Pattern TOKEN = Pattern.compile("polar_[A-Za-z0-9_-]{43}");

    @TempDir
    Path home;

    private FakeHost host;

    @BeforeEach
    void startAHost() throws IOException {
        var key = SigningKey.generate();
        new KeyFile(home.resolve("operator.pem")).writePrivate(key.toPlainPem());
        host = new FakeHost(home).operatedBy(key.publicKey());
        host.doing(request -> new Done("in", Map.of("url", URL, "until", "2027-02-19T00:00:00Z"), List.of()));
    }

    @AfterEach
    void stopTheHost() throws IOException {
        host.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "claude-code | {\"mcpServers\":{\"polar\":{\"type\":\"http\",\"url\":\"URL\",\"headers\":{\"Authorization\":\"Bearer ${POLAR_CLIENT_TOKEN}\"}}}}",
                "vscode      | {\"inputs\":[{\"type\":\"promptString\",\"id\":\"polar-token\",\"description\":\"Token of this Polar client\",\"password\":true}],\"servers\":{\"polar\":{\"type\":\"http\",\"url\":\"URL\",\"headers\":{\"Authorization\":\"Bearer ${input:polar-token}\"}}}}",
                "openclaw    | {\"mcp\":{\"servers\":{\"polar\":{\"url\":\"URL\",\"transport\":\"streamable-http\",\"headers\":{\"Authorization\":\"Bearer ${POLAR_CLIENT_TOKEN}\"}}}}}",
                "codex       | [mcp_servers.polar]; url = \"URL\"; bearer_token_env_var = \"POLAR_CLIENT_TOKEN\"",
            })
    void the_configuration_of_one_agent_is_all_that_goes_to_standard_output(String agent, String configuration) {
        var run = at().polar("client", "add", "one", "--for", agent, "--yes");
        assertEquals(0, run.exit(), run.err());
        assertEquals(configuration.replace("URL", URL), run.out().strip().replace("\n", "; "));
        assertEquals(1, TOKEN.matcher(run.err()).results().count(), "the token is told once");
        assertTrue(run.err().contains("2027-02-19"), run.err());
    }

    @Test
    void without_a_choice_the_token_and_all_configurations_are_shown() {
        var run = at().polar("client", "add", "one", "--yes");
        assertEquals(0, run.exit(), run.err());
        for (var word : List.of("Claude Code", "Codex", "VS Code", "OpenClaw", URL, "2027-02-19", "shown once")) {
            assertTrue(run.out().contains(word), word);
        }
        assertEquals(
                1,
                TOKEN.matcher(run.out())
                        .results()
                        .map(match -> match.group())
                        .distinct()
                        .count());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "claude-code | {\"mcpServers\":{\"polar\":{\"command\":\"polar\",\"args\":[\"mcp\",\"--client\",\"kept\"]}}}",
                "vscode      | {\"servers\":{\"polar\":{\"command\":\"polar\",\"args\":[\"mcp\",\"--client\",\"kept\"],\"type\":\"stdio\"}}}",
                "openclaw    | {\"mcp\":{\"servers\":{\"polar\":{\"command\":\"polar\",\"args\":[\"mcp\",\"--client\",\"kept\"]}}}}",
                "codex       | [mcp_servers.polar]; command = \"polar\"; args = [\"mcp\", \"--client\", \"kept\"]",
            })
    void a_token_that_is_kept_in_a_file_is_shown_nowhere(String agent, String configuration) throws IOException {
        var run = at().polar("client", "add", "kept", "--for", agent, "--save", "--yes");
        assertEquals(0, run.exit(), run.err());
        assertEquals(configuration, run.out().strip().replace("\n", "; "));
        assertFalse(TOKEN.matcher(run.out() + run.err()).find());
        var file = home.resolve(".config/polar/clients/kept.json");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertTrue(TOKEN.matcher(Files.readString(file)).find());
    }

    @Test
    void what_a_client_may_see_is_part_of_what_is_signed() {
        at().polar(
                        "client",
                        "add",
                        "one",
                        "--sees",
                        "acme.a/*,acme.b/get_*",
                        "--sees",
                        "acme.c/x",
                        "--read-only",
                        "--search",
                        "--bare-names",
                        "--wait",
                        "90s",
                        "--yes");
        var with = host.consented.getFirst().getJsonObject("request").getJsonObject("with");
        assertEquals("acme.a/*,acme.b/get_*,acme.c/x", with.getString("sees"));
        assertEquals("90s", with.getString("wait"));
        for (var flag : List.of("readOnly", "search", "bareNames")) {
            assertEquals("true", with.getString(flag));
        }
    }

    @Test
    void a_client_without_a_profile_signs_nothing_but_its_hash() {
        at().polar("client", "add", "one", "--yes");
        var request = host.consented.getFirst().getJsonObject("request");
        assertEquals(1, request.getJsonObject("with").size());
    }

    @Test
    void another_token_is_shown_like_the_first() {
        var json = at().polar("client", "rotate", "one", "--yes", "--json").json();
        assertTrue(TOKEN.matcher(json.getString("token")).matches());
        assertEquals("2027-02-19T00:00:00Z", json.getString("until"));
        assertEquals("client.rotate", host.consented.getFirst().getString("action"));
    }

    @Test
    void an_agent_nobody_knows_is_a_misuse_and_nothing_is_done() {
        var run = at().polar("client", "add", "one", "--for", "emacs", "--yes");
        assertEquals(2, run.exit());
        assertEquals(0, host.consented.size());
    }

    @Test
    void the_list_says_until_when_and_what_each_may_see() {
        host.get(
                "/v1/clients",
                List.of(
                        new ClientRow("a", "2026-11-21", "2027-02-19", "", "", ""),
                        new ClientRow("b", "2026-11-21", "2027-02-19", "", "acme.a/*, only reads", ""),
                        new ClientRow("c", "2026-11-21", "", "", "", "anna of https://id.example")));
        var run = at().polar("client", "list");
        assertTrue(run.out().contains("everything"), run.out());
        assertTrue(run.out().contains("acme.a/*, only reads"), run.out());
        assertTrue(run.out().contains("2027-02-19"), run.out());
        assertTrue(run.out().contains("anna of https://id.example"), run.out());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "claude-code | {\"mcpServers\":{\"polar\":{\"type\":\"http\",\"url\":\"URL\"}}}",
                "vscode      | {\"servers\":{\"polar\":{\"type\":\"http\",\"url\":\"URL\"}}}",
                "openclaw    | {\"mcp\":{\"servers\":{\"polar\":{\"url\":\"URL\",\"transport\":\"streamable-http\",\"auth\":\"oauth\"}}}}",
                "codex       | [mcp_servers.polar]; url = \"URL\"",
                "json        | {\"mcpServers\":{\"polar\":{\"type\":\"http\",\"url\":\"URL\"}}}",
            })
    void who_comes_with_access_tokens_is_given_no_token(String agent, String configuration) {
        host.doing(request -> new Done("in", Map.of("url", URL), List.of()));
        var run = at().polar(
                        "client",
                        "add",
                        "anna",
                        "--oauth",
                        "https://id.example",
                        "--subject",
                        "a-1",
                        "--client-id",
                        "claude",
                        "--for",
                        agent,
                        "--yes");
        assertEquals(0, run.exit(), run.err());
        assertEquals(configuration.replace("URL", URL), run.out().strip().replace("\n", "; "));
        assertFalse((run.out() + run.err()).contains("polar_"), run.err());
        assertEquals(
                Map.of("issuer", "https://id.example", "subject", "a-1", "clientId", "claude"),
                with(host.consented.getFirst()));
    }

    private static Map<String, String> with(JsonObject consented) {
        var with = consented.getJsonObject("request").getJsonObject("with");
        return with.keySet().stream().collect(Collectors.toMap(name -> name, with::getString));
    }

    @ParameterizedTest
    @CsvSource({
        "--subject a-1",
        "--client-id claude",
        "--oauth https://id.example",
        "--oauth https://id.example --subject a-1 --save"
    })
    void an_issuer_and_a_subject_go_together_and_nothing_is_kept_for_them(String words) {
        var run = at().polar(("client add anna --yes " + words).split(" "));
        assertEquals(2, run.exit(), run.err());
        assertEquals(0, host.consented.size());
    }

    @Test
    void a_bridge_without_a_host_says_so_in_a_sentence_and_ends() {
        var run = at().with("POLAR_CLIENT_TOKEN", "polar_x").polar("mcp", "--url", "http://127.0.0.1:1/mcp");
        assertEquals(5, run.exit());
        assertEquals("", run.out());
        assertTrue(run.err().contains("no host answers at http://127.0.0.1:1/mcp"), run.err());
    }

    @Test
    void a_bridge_for_nobody_in_particular_says_how_to_be_somebody() {
        var run = at().polar("mcp");
        assertEquals(1, run.exit());
        assertTrue(run.err().contains("CLIENT_UNKNOWN"), run.err());
        var other = at().polar("mcp", "--client", "nobody");
        assertTrue(other.err().contains("polar client add NAME --save"), other.err());
    }

    private Run.At at() {
        return new Run.At(home)
                .with("POLAR_DATA_DIR", home.toString())
                .with("POLAR_OPERATOR_KEY", home.resolve("operator.pem").toString());
    }
}
