package dev.polar.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.adminapi.Done;
import dev.polar.adminapi.Uploaded;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.Digest;
import dev.polar.trust.key.KeyFile;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsentingTest extends AtHome {
    private static final JsonObject BODY = FakeHost.json("""
            {"plugin":"acme.weather","version":"1.4.0","publisher":"acme","level":"community","placement":"confined",
             "permissions":["net.connect(api.example:443)","secret.use(key)"],"findings":["README.md:3: x"],
             "effects":{},"content":"sha256:00","deepFact":{"innerFact":[1,"two"]}}
            """);

    @BeforeEach
    void an_operator() throws IOException {
        operated();
    }

    @Test
    void a_plain_plan_takes_a_y() {
        var run = at().answering("y").polar("disable", "acme.weather");
        assertEquals(0, run.exit(), run.err());
        assertEquals("done\n", run.out());
        assertTrue(run.err().contains("  disable  acme.weather\n"), run.err());
        assertTrue(run.err().endsWith("Disable? [y/N]\n"), run.err());
        assertEquals("disable", host.consented.getFirst().getString("action"));
    }

    @Test
    void any_other_answer_changes_nothing() {
        for (var answer : List.of("n", "", "yes please")) {
            var run = at().answering(answer).polar("disable", "acme.weather");
            assertEquals(4, run.exit());
            assertTrue(run.err().contains("you did not say yes: nothing was changed"), run.err());
        }
        assertEquals(List.of(), host.consented);
    }

    @Test
    void a_plan_that_widens_or_warns_takes_the_plugins_name() {
        host.planning(false, request -> BODY);
        var hasty = at().answering("y").polar("enable", "acme.weather");
        assertEquals(4, hasty.exit());
        var run = at().answering("acme.weather").polar("enable", "acme.weather");
        assertEquals(0, run.exit(), run.err());
        assertTrue(run.err().contains("Type 'acme.weather' if you want that:"), run.err());
        assertEquals(1, host.consented.size());
    }

    @Test
    void every_member_of_what_is_signed_is_shown() {
        host.planning(false, request -> BODY);
        var shown = at().polar("enable", "acme.weather", "--dry-run");
        assertEquals(0, shown.exit());
        assertEquals("""
                  enable  acme.weather 1.4.0
                  signed by   acme
                  level       community
                  runs in     confined
                  asks for    net.connect(api.example:443)
                              secret.use(key)
                  findings    README.md:3: x
                  content     sha256:00
                  deep fact   innerFact  1, two
                  note        a note
                  plan        %s
                """.formatted(digest(shown.out())), shown.out());
        assertEquals(List.of(), host.consented);
    }

    private static String digest(String shown) {
        return shown.replaceFirst("(?s).*(sha256:[0-9a-f]{64}).*", "$1");
    }

    @Test
    void a_script_consents_to_exactly_the_plan_it_saw() {
        host.planning(false, request -> BODY);
        var dry = at().polar("enable", "acme.weather", "--dry-run", "--json").json();
        assertEquals("acme.weather", dry.getString("name"));
        assertEquals(2, dry.getJsonArray("delta").size());
        assertEquals(1, dry.getJsonArray("findings").size());
        var run = at().polar("enable", "acme.weather", "--plan", dry.getString("plan"));
        assertEquals(0, run.exit(), run.err());
        assertEquals(1, host.consented.size());
    }

    /** The plan that is typed, and what is said of it. A stands for 64 digits. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            A          | did you mean 'sha256:A'?
            sha256:Aa  | there are 65 digits, not 64 (character 72)
            sha256:xA  | 'x' is no such digit (character 8)
            31         | it does not begin with sha256: (character 1)
            """)
    void a_plan_that_is_none_is_told_before_anything_is_sent(String plan, String said) {
        var digits = "a".repeat(64);
        var run = at().polar("enable", "acme.weather", "--plan", plan.replace("A", digits));
        assertEquals(2, run.exit(), run.err());
        assertTrue(run.err().contains(said.replace("A", digits)), run.err());
        assertEquals(List.of(), host.asked);
    }

    @Test
    void another_plan_than_the_named_one_is_not_signed() {
        host.planning(false, request -> BODY);
        var run = at().polar("enable", "acme.weather", "--plan", "sha256:" + "0".repeat(64));
        assertEquals(4, run.exit());
        assertTrue(run.err().startsWith("error PLAN_CHANGED"), run.err());
        assertEquals(List.of(), host.consented);
    }

    @ParameterizedTest
    @CsvSource({"true, false, 4", "true, true, 0", "false, false, 4", "false, true, 4"})
    void without_a_terminal_yes_answers_a_plain_question_only(boolean plain, boolean yes, int exit) {
        host.planning(plain, request -> BODY);
        var run = yes ? at().polar("enable", "a.b", "--yes") : at().polar("enable", "a.b");
        assertEquals(exit, run.exit(), run.err());
        if (exit == 4) {
            assertTrue(run.err().startsWith("error CONSENT_REQUIRED"), run.err());
            assertTrue(run.err().contains("--plan sha256:"), run.err());
        }
    }

    @Test
    void without_a_key_nothing_is_signed() {
        var run = new Run.At(home).with("POLAR_DATA_DIR", home.toString()).polar("disable", "a.b", "--yes");
        assertEquals(4, run.exit());
        assertTrue(run.err().startsWith("error CONSENT_REQUIRED  this needs an operator's signature"), run.err());
        assertTrue(run.err().contains("polar key new --operator"), run.err());
    }

    @Test
    void a_strangers_signature_is_refused_by_the_host() {
        new Run.At(home).polar("key", "new", home.resolve("other.pem"), "--no-passphrase");
        var run = at().polar("disable", "a.b", "--yes", "--key-file", home.resolve("other.pem"));
        assertEquals(4, run.exit());
        assertTrue(run.err().startsWith("error OPERATOR_UNKNOWN"), run.err());
    }

    @Test
    void a_plan_about_something_else_than_was_asked_for_is_never_signed() {
        var provider = StrictJson.provider();
        host.forging(statement -> provider.createObjectBuilder(statement)
                .add("request", statement.getJsonObject("request"))
                .add("action", "policy.apply")
                .build());
        assertRefused(at().polar("disable", "a.b", "--yes"));
        host.forging(statement -> provider.createObjectBuilder(statement)
                .add(
                        "request",
                        provider.createObjectBuilder(statement.getJsonObject("request"))
                                .add("object", "c.d"))
                .build());
        assertRefused(at().polar("disable", "a.b", "--yes"));
    }

    private void assertRefused(Run run) {
        assertEquals(4, run.exit());
        assertTrue(run.err().contains("the host's plan is not about what was asked for"), run.err());
        assertEquals(List.of(), host.consented);
    }

    @Test
    void installing_uploads_the_file_and_names_its_digest() throws IOException {
        var file = home.resolve("x.polar");
        Files.writeString(file, "package");
        host.post("/v1/uploads", bytes -> new Uploaded(Digest.of(bytes).toString()));
        host.doing(request -> new Done("installed", Map.of("state", "disabled"), List.of("polar enable a.b")));
        var run = at().polar("install", file, "--yes", "--effect", "get_*=read");
        assertEquals(0, run.exit(), run.err());
        assertEquals("installed\n  state       disabled\n  next        polar enable a.b\n", run.out());
        var with = host.consented.getFirst().getJsonObject("request").getJsonObject("with");
        assertEquals(Digest.of("package".getBytes(StandardCharsets.UTF_8)).toString(), with.getString("upload"));
        assertEquals("get_*=read", with.getString("effect"));
    }

    @Test
    void packages_come_over_https_only() {
        var run = at().polar("install", "http://example.org/x.polar", "--yes");
        assertEquals(2, run.exit());
        assertTrue(run.err().contains("over https only"), run.err());
    }

    @Test
    void what_is_done_is_an_object_for_programs() {
        host.doing(request -> new Done("off", Map.of("state", "disabled"), List.of("polar list")));
        var json = at().polar("disable", "a.b", "--yes", "--json").json();
        assertEquals("off", json.getString("message"));
        assertEquals("disabled", json.getString("state"));
        assertEquals("polar list", json.getJsonArray("next").getString(0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "revoke a.b --reason r|revoke|a.b|{kind=plugin, mode=hard, reason=r}",
                "revoke a.b@1.0.0 --reason r --soft|revoke|a.b@1.0.0|{kind=version, mode=soft, reason=r}",
                "revoke --digest sha256:00 --reason r|revoke|sha256:00|{kind=digest, mode=hard, reason=r}",
                "revoke --publisher acme --reason r|revoke|acme|{kind=publisher, mode=hard, reason=r}",
                "revoke --key 00ff --reason r|revoke|00ff|{kind=key, mode=hard, reason=r}",
                "uninstall a.b|uninstall|a.b|{}",
                "rm a.b|uninstall|a.b|{}",
                "enable a.b --effect get_*=read|enable|a.b|{effect=get_*=read}",
                "approve ap-1 --digest sha256:00 --uses 3 --until 2026-12-24T18:00:00Z|approve|ap-1|{digest=sha256:00, until=2026-12-24T18:00:00Z, uses=3}",
                "approve ap-1 --once|approve|ap-1|{}",
                "deny ap-1 --reason no|deny|ap-1|{reason=no}",
                "policy allow a.b/* --caller client:*|policy.add|policy|{caller=client:*, effect=allow, target=a.b/*}",
                "policy ask a.b/c|policy.add|policy|{effect=ask, target=a.b/c}",
                "policy deny a.b/c|policy.add|policy|{effect=deny, target=a.b/c}",
                "policy rollback 3|policy.rollback|policy|{version=3}",
                "trust remove acme|trust.remove|acme|{}",
                "secret remove token|secret.remove|token|{}",
                "client remove claude|client.remove|claude|{}"
            })
    void each_change_asks_for_what_it_says(String line, String action, String object, String with) {
        var words = (line + " --yes").split(" ");
        var run = at().polar((Object[]) words);
        assertEquals(0, run.exit(), run.err());
        var statement = host.consented.getFirst();
        assertEquals(action, statement.getString("action"));
        var request = statement.getJsonObject("request");
        assertEquals(object, request.getString("object"));
        var said = new TreeMap<String, String>();
        request.getJsonObject("with")
                .forEach((name, value) ->
                        said.put(name, request.getJsonObject("with").getString(name)));
        assertEquals(with, said.toString());
    }

    @Test
    void exactly_one_thing_is_revoked() {
        assertEquals(2, at().polar("revoke", "--reason", "r", "--yes").exit());
        assertEquals(
                2,
                at().polar("revoke", "a.b", "--key", "00", "--reason", "r", "--yes")
                        .exit());
        assertEquals(2, at().polar("revoke", "a.b", "--yes").exit());
    }

    @Test
    void a_policy_file_is_shown_line_by_line() throws IOException {
        var file = home.resolve("policy.yaml");
        Files.writeString(file, "rules:\n  - effect: deny\n");
        host.planning(
                true,
                request -> StrictJson.provider()
                        .createObjectBuilder()
                        .add("yaml", request.with().get("yaml"))
                        .build());
        var run = at().polar("policy", "apply", file, "--dry-run");
        assertTrue(run.out().contains("  yaml        rules:\n                - effect: deny\n"), run.out());
    }

    @Test
    void a_secrets_value_comes_from_standard_input_and_is_not_signed() {
        var run = at().reading("s3cret\n")
                .polar("secret", "set", "token", "--for", "api.example:443", "--in", "header:Authorization", "--yes");
        assertEquals(0, run.exit(), run.err());
        assertEquals(Map.of("value", "s3cret"), host.secret);
        assertFalse(host.consented.getFirst().toString().contains("s3cret"));
        var with = host.consented.getFirst().getJsonObject("request").getJsonObject("with");
        assertEquals("api.example:443", with.getString("for"));
        assertEquals("header:Authorization", with.getString("in"));
        var typed = at().answering("y", "typed").polar("secret", "set", "token", "--for", "a", "--in", "header:X");
        assertEquals(0, typed.exit(), typed.err());
        assertEquals(Map.of("value", "typed"), host.secret);
        assertFalse((typed.out() + run.out() + run.err()).contains("s3cret"));
    }

    @Test
    void a_clients_token_is_made_here_and_the_host_is_told_its_hash() {
        host.doing(request -> new Done("in", Map.of("url", "http://127.0.0.1:7777/mcp"), List.of()));
        var json = at().polar("client", "add", "claude", "--yes", "--json").json();
        var token = json.getString("token");
        assertTrue(token.matches("polar_[A-Za-z0-9_-]{43}"), token);
        assertEquals("http://127.0.0.1:7777/mcp", json.getString("url"));
        assertTrue(json.getJsonObject("config").toString().contains("Bearer " + token));
        assertFalse(host.consented.toString().contains(token));
        assertEquals(
                Digest.of(token.getBytes(StandardCharsets.UTF_8)).toString(),
                host.consented
                        .getFirst()
                        .getJsonObject("request")
                        .getJsonObject("with")
                        .getString("hash"));
    }

    @Test
    void a_publisher_is_enrolled_only_under_the_fingerprint_that_was_told_elsewhere() {
        new Run.At(home).polar("key", "new", home.resolve("acme.pem"), "--no-passphrase");
        var pub = home.resolve("acme.pub.pem");
        var fingerprint = new KeyFile(pub).publicKey().id().fingerprint();
        Object[] add = {
            "trust",
            "add",
            "acme",
            "--key",
            pub,
            "--namespace",
            "acme",
            "--namespace",
            "acme.labs",
            "--level",
            "community",
            "--fingerprint"
        };
        assertEquals(1, polarPlus(add, "0000 0000 0000 0000", "--yes").exit());
        assertEquals(List.of(), host.consented);
        var run = polarPlus(add, fingerprint.toString(), "--yes");
        assertEquals(0, run.exit(), run.err());
        var with = host.consented.getFirst().getJsonObject("request").getJsonObject("with");
        assertEquals("acme,acme.labs", with.getString("namespace"));
        assertEquals("community", with.getString("level"));
        assertEquals(new KeyFile(pub).publicKey().toPem(), with.getString("key"));
    }

    @Test
    void at_a_terminal_the_fingerprint_is_asked_for_and_never_shown_before() {
        new Run.At(home).polar("key", "new", home.resolve("acme.pem"), "--no-passphrase");
        var pub = home.resolve("acme.pub.pem");
        var hex = new KeyFile(pub).publicKey().id().fingerprint().hex();
        var wrong = at().answering("1234").polar("trust", "add", "acme", "--key", pub, "--namespace", "acme");
        assertEquals(1, wrong.exit());
        assertFalse(wrong.err().contains(hex.substring(0, 4)), wrong.err());
        assertEquals(
                0,
                at().answering(hex.toUpperCase(), "y")
                        .polar("trust", "add", "acme", "--key", pub, "--namespace", "acme")
                        .exit());
    }

    private Run polarPlus(Object[] args, Object... more) {
        var all = new ArrayList<Object>(List.of(args));
        all.addAll(List.of(more));
        return at().polar(all.toArray());
    }
}
