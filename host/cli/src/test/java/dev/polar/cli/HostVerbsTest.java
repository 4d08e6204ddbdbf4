package dev.polar.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.adminapi.Bundled;
import dev.polar.adminapi.CallReply;
import dev.polar.adminapi.Check;
import dev.polar.adminapi.Done;
import dev.polar.adminapi.Exported;
import dev.polar.adminapi.Keys;
import dev.polar.adminapi.PermissionRow;
import dev.polar.adminapi.PluginDetail;
import dev.polar.adminapi.PluginRow;
import dev.polar.adminapi.PublisherRow;
import dev.polar.adminapi.SinkRow;
import dev.polar.adminapi.Status;
import dev.polar.adminapi.ToolRow;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostVerbsTest extends AtHome {
    private static final PluginRow WEATHER = new PluginRow(
            "acme.weather", "1.4.0", "osgi", "community", "disabled", "", 7, 1, "", "polar enable acme.weather");
    private static final Status READY = new Status(
            true,
            1,
            "0.1.0",
            "http://127.0.0.1:7777/mcp",
            "",
            "/data",
            "embedded",
            "confined:bwrap",
            2,
            1,
            40,
            "quorum two is met to 38 records, 2 behind",
            List.of(),
            List.of());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "list",
                "inspect a.b",
                "lock",
                "verify",
                "verify a.b",
                "status",
                "doctor",
                "down",
                "tools",
                "approvals",
                "policy show",
                "policy show --yaml",
                "policy history",
                "policy rollback 3",
                "policy explain a.b/c",
                "client list",
                "trust list",
                "trust show a",
                "operator list",
                "revocations list",
                "secret list",
                "audit list",
                "audit show 7",
                "audit tail -f",
                "call a.b/c",
                "enable a.b",
                "audit export --out x"
            })
    void without_a_host_every_verb_says_how_to_start_one(String verb) {
        var nowhere = home.resolve("nowhere");
        var words = (verb + " --data " + nowhere).split(" ");
        var run = new Run.At(home).polar((Object[]) words);
        assertEquals(5, run.exit());
        assertTrue(
                run.err().startsWith("error HOST_UNREACHABLE  no host at " + nowhere + ": start one with 'polar up'\n"),
                run.err());
        assertEquals("", run.out());
    }

    @Test
    void the_list_is_a_table_in_columns() {
        host.get(
                "/v1/plugins",
                List.of(
                        WEATHER,
                        new PluginRow(
                                "a.b",
                                "10.0.0-rc.1",
                                "skill",
                                "local",
                                "enabled",
                                "mediated",
                                12345,
                                0,
                                "TOOL_FAILED",
                                "")));
        var run = polar("list");
        assertEquals(0, run.exit());
        assertEquals("""
                NAME          VERSION      KIND   LEVEL      STATE     HELD BY   CALLS/24H  DENIED  LAST ERROR   ACTION
                acme.weather  1.4.0        osgi   community  disabled            7          1                    polar enable acme.weather
                a.b           10.0.0-rc.1  skill  local      enabled   mediated  12345      0       TOOL_FAILED
                """, run.out());
        assertEquals(run.out(), polar("ls").out());
    }

    @Test
    void for_programs_the_list_is_one_object_per_line() {
        host.get("/v1/plugins", List.of(WEATHER, WEATHER));
        var lines = polar("list", "--json").out().lines().toList();
        assertEquals(2, lines.size());
        assertEquals("acme.weather", FakeHost.json(lines.getFirst()).getString("name"));
        assertEquals(7, FakeHost.json(lines.getFirst()).getInt("calls"));
    }

    @Test
    void an_empty_list_says_what_to_do() {
        host.get("/v1/plugins", List.of());
        assertEquals("nothing is installed: polar install FILE\n", polar("list").out());
    }

    @Test
    void nothing_from_a_host_reaches_the_terminal_raw() {
        var hostile = "\u001b[2Jgood\u0007\u202e\nadmin \u009b31m";
        host.get("/v1/plugins", List.of(new PluginRow(hostile, "1", "", "", "", "", 0, 0, hostile, "")));
        host.get(
                "/v1/plugins/x",
                new PluginDetail(
                        WEATHER,
                        hostile,
                        "",
                        "",
                        List.of(hostile),
                        "",
                        "",
                        "",
                        1,
                        List.of(new PermissionRow("net.connect(a:1)", hostile, false, false, true)),
                        List.of(new ToolRow("a.b/c", "", hostile, "", "", "", "")),
                        List.of(hostile),
                        List.of(),
                        List.of(),
                        List.of(hostile),
                        List.of(hostile),
                        List.of(hostile),
                        hostile));
        host.refusing("GET /v1/tools", new Refusal(Code.NOT_FOUND, hostile, hostile, Map.of("plugin", hostile)));
        for (var run : List.of(polar("list"), polar("list", "--json"), polar("inspect", "x"), polar("tools"))) {
            var said = run.out() + run.err();
            assertTrue(said.contains("good"), said);
            assertTrue(said.chars().allMatch(c -> c == '\n' || c >= 0x20 && c < 0x7f), said);
        }
        // a line break in a cell would forge a row
        assertEquals(2, polar("list").out().lines().count());
    }

    @Test
    void inspect_shows_what_it_may_do_and_what_holds() {
        host.get(
                "/v1/plugins/acme.weather",
                new PluginDetail(
                        WEATHER,
                        "Forecasts",
                        "sha256:00",
                        "acme",
                        List.of("4b1f 09c2 77aa 01fe"),
                        "published",
                        "confined",
                        "confined:bwrap",
                        7,
                        List.of(new PermissionRow("net.connect(api.example:443)", "fetch", true, false, true)),
                        List.of(new ToolRow(
                                "acme.weather/forecast",
                                "acme-weather__forecast",
                                "A forecast",
                                "read",
                                "ask",
                                "live",
                                "{}")),
                        List.of("weather"),
                        List.of(),
                        List.of(),
                        List.of("README.md:3: hidden-character: x"),
                        List.of("1.5.0 on 10 % of the sessions"),
                        List.of("search: resting until it is called"),
                        ""));
        var out = polar("inspect", "acme.weather").out();
        assertTrue(out.startsWith("acme.weather 1.4.0  disabled\n"), out);
        assertTrue(
                out.contains(
                        "\n  permissions net.connect(api.example:443)  (not granted)  (optional)  (high risk)  fetch\n"),
                out);
        assertTrue(
                out.contains("\n  tools       acme.weather/forecast  claims read, counts as ask  A forecast\n"), out);
        assertTrue(out.contains("\n  enforcement confined:bwrap\n"), out);
        assertTrue(out.contains("\n  servers     search: resting until it is called\n"), out);
        assertTrue(out.endsWith("\n  next        polar enable acme.weather\n"), out);
    }

    @Test
    void a_refusal_of_the_host_prints_code_plugin_cause_and_the_next_command() {
        host.refusing(
                "GET /v1/plugins/acme.weather",
                new Refusal(
                        Code.NAMESPACE_FORBIDDEN,
                        "signed by 4b1f 09c2 77aa 01fe (publisher 'beta-tools'), but namespace 'acme' belongs to publisher 'acme'",
                        "polar trust show acme",
                        Map.of(
                                "plugin", "acme.weather 1.4.0",
                                "but", "namespace 'acme' belongs to publisher 'acme'",
                                "signed by", "4b1f 09c2 77aa 01fe (publisher 'beta-tools')")));
        var run = polar("inspect", "acme.weather");
        assertEquals(4, run.exit());
        assertEquals("""
                error NAMESPACE_FORBIDDEN  acme.weather 1.4.0
                  but         namespace 'acme' belongs to publisher 'acme'
                  signed by   4b1f 09c2 77aa 01fe (publisher 'beta-tools')
                  next        polar trust show acme
                """, run.err());
        var json = polar("inspect", "acme.weather", "--json").json();
        assertEquals("NAMESPACE_FORBIDDEN", json.getString("error"));
        assertEquals("acme.weather 1.4.0", json.getJsonObject("details").getString("plugin"));
    }

    @ParameterizedTest
    @CsvSource({
        "NOT_FOUND, 1",
        "USAGE, 2",
        "AUDIT_DAMAGED, 3",
        "POLICY_DENIED, 4",
        "APPROVAL_REQUIRED, 4",
        "PLUGIN_REVOKED, 4",
        "OPERATOR_UNKNOWN, 4",
        "HOST_UNREACHABLE, 5",
        "INTERNAL, 1",
        "TOOL_FAILED, 1"
    })
    void the_exit_code_follows_from_the_code(Code code, int exit) {
        host.refusing("GET /v1/tools", new Refusal(code, "no", ""));
        assertEquals(exit, polar("tools").exit());
    }

    @Test
    void a_code_that_a_newer_host_made_up_is_an_error_all_the_same() {
        host.raw = "HTTP/1.1 400 Bad\r\nContent-Length: 59\r\n\r\n"
                + "{\"code\":\"NEWER\",\"message\":\"no\",\"hint\":\"wait\",\"details\":{}} ";
        var run = polar("tools");
        assertEquals(1, run.exit());
        assertTrue(run.err().startsWith("error INTERNAL  no"), run.err());
    }

    @Test
    void status_is_zero_only_when_ready() {
        host.get("/v1/status", READY);
        var ready = polar("status");
        assertEquals(0, ready.exit());
        assertTrue(ready.out().contains("  witnesses   quorum two is met to 38 records, 2 behind\n"), ready.out());
        assertTrue(polar("status", "--json").json().getBoolean("ready"));
        host.get(
                "/v1/status",
                new Status(
                        false,
                        1,
                        "",
                        "",
                        "",
                        "",
                        "",
                        "",
                        0,
                        0,
                        0,
                        "",
                        List.of(),
                        List.of("TRUST_TAMPERED  consent 4")));
        var run = polar("status");
        assertEquals(1, run.exit());
        assertTrue(run.out().startsWith("not ready\n"), run.out());
        assertTrue(run.out().endsWith("  look at     TRUST_TAMPERED  consent 4\n"), run.out());
    }

    @Test
    void doctor_fails_with_the_next_command_for_what_is_wrong() {
        host.get(
                "/v1/doctor",
                List.of(
                        new Check("database", true, "PostgreSQL 18", "nothing"),
                        new Check("confinement", false, "none", "apt-get install bubblewrap")));
        var run = polar("doctor");
        assertEquals(3, run.exit());
        assertEquals("""
                CHECK            FOUND          NEXT
                database     ok  PostgreSQL 18
                confinement  no  none           apt-get install bubblewrap
                """, run.out());
    }

    @Test
    void a_call_prints_the_structured_result_or_the_text() {
        host.post("/v1/calls", bytes -> {
            var asked = FakeHost.json(bytes);
            assertEquals("{\"q\":1}", asked.getString("arguments"));
            return new CallReply(
                    "i-1", false, "shown\u001b[1m", asked.getString("session").isEmpty() ? "{\"a\":1}" : "");
        });
        assertEquals(
                "{\"a\":1}\n", polar("call", "a.b/c", "--json", "{\"q\":1}").out());
        assertEquals(
                "shown\n",
                polar("call", "a.b/c", "--json", "{\"q\":1}", "--session", "s").out());
    }

    @Test
    void a_tools_own_error_is_an_error() {
        host.post("/v1/calls", bytes -> new CallReply("i-1", true, "no such place", ""));
        var run = polar("call", "a.b/c");
        assertEquals(1, run.exit());
        assertEquals("no such place\n", run.err());
        assertEquals("", run.out());
    }

    @Test
    void an_export_goes_to_an_absolute_directory() {
        host.post("/v1/audit/export", bytes -> {
            var directory = FakeHost.json(bytes).getString("directory");
            assertTrue(Path.of(directory).isAbsolute());
            return new Exported(directory, 3, 0, 2, "host/polar/i/n/1");
        });
        var run = polar("audit", "export", "--out", "march");
        assertEquals(0, run.exit(), run.err());
        assertTrue(run.out().startsWith("exported records 0 to 2 of host/polar/i/n/1\n"), run.out());
    }

    @Test
    void an_export_for_another_tool_says_what_was_asked_and_that_it_proves_nothing() {
        host.post("/v1/audit/export", bytes -> {
            var asked = FakeHost.json(bytes);
            assertEquals("cef", asked.getString("format"));
            assertEquals("deny", asked.getJsonObject("filter").getString("decision"));
            return new Exported("/march", 3, 0, 20, "log");
        });
        var run = polar("audit", "export", "--out", "march", "--format", "cef", "--decision", "deny");
        assertEquals(0, run.exit(), run.err());
        assertTrue(run.out().startsWith("exported 3 of records 0 to 20 of log as cef\n"), run.out());
        assertFalse(run.out().contains("polar audit verify"), run.out());
    }

    @Test
    void a_bundle_goes_to_an_absolute_file() {
        host.post("/v1/audit/bundle", bytes -> {
            var asked = FakeHost.json(bytes);
            assertTrue(Path.of(asked.getString("file")).isAbsolute());
            assertEquals("4bf92f", asked.getString("trace"));
            return new Bundled(asked.getString("file"), "log", 1, 20, List.of("records.jsonl"));
        });
        var run = polar("audit", "bundle", "--trace", "4bf92f", "--out", "one.zip");
        assertEquals(0, run.exit(), run.err());
        assertTrue(run.out().startsWith("bundled 1 record of log into /"), run.out());
        assertEquals(2, polar("audit", "bundle").exit(), "where to?");
    }

    @Test
    void sinks_say_how_far_they_are() {
        host.get("/v1/audit/sinks", List.of(new SinkRow("local.copy/copy", "log", 20, 3, "")));
        assertTrue(
                polar("audit", "sinks").out().contains("local.copy/copy  20    3"),
                polar("audit", "sinks").out());
    }

    @Test
    void key_show_prints_what_an_auditor_keeps() {
        host.get("/v1/keys", new Keys("o+1+2", "o", List.of("ada 00")));
        var none = polar("key", "show", "--json").json();
        assertTrue(none.isNull("operator"));
        assertEquals("o+1+2", none.getString("log"));
        polar("key", "new", "--operator", "--no-passphrase");
        assertEquals(
                64, polar("key", "show", "--json").json().getString("operator").length());
    }

    @Test
    void trust_show_prints_keys_and_namespaces() {
        host.get(
                "/v1/trust/acme",
                List.of(new PublisherRow(
                        "acme", "community", 2, List.of("aa", "bb"), List.of("acme"), "2026-09-02", "ada")));
        var out = polar("trust", "show", "acme").out();
        assertTrue(out.startsWith("acme  community\n  keys        aa\n              bb\n  needs       2 of 2\n"), out);
    }

    @Test
    void down_waits_for_the_end_and_says_whose() {
        host.get(
                "/v1/status",
                new Status(true, Integer.MAX_VALUE, "", "", "", "", "", "", 0, 0, 0, "", List.of(), List.of()));
        host.post("/v1/down", bytes -> new Done("ending", Map.of(), List.of()));
        assertEquals("stopped (pid 2147483647)\n", polar("down").out());
    }

    @Test
    void an_answer_in_chunks_is_read_whole() {
        host.raw = "HTTP/1.1 200 OK\r\ntransfer-encoding: Chunked\r\n\r\n2\r\n[{\r\n1b;x=y\r\n"
                + "\"name\":\"a.b\",\"state\":\"ok\"}]\r\n0\r\n\r\n";
        assertTrue(polar("list").out().contains("a.b"), () -> polar("list").err());
    }

    @Test
    void an_answer_without_a_length_ends_with_the_connection() {
        host.raw = "HTTP/1.1 200 OK\r\n\r\n[]";
        assertEquals(0, polar("list").exit());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n[]",
                "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n[]",
                "SSH-2.0-OpenSSH\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 999999999999\r\n\r\n["
            })
    void a_broken_answer_is_no_host(String raw) {
        host.raw = raw;
        var run = polar("list");
        assertEquals(5, run.exit(), run.err());
        assertTrue(run.err().contains("broke off: "), run.err());
    }

    @Test
    void an_answer_that_is_not_json_is_a_fault_of_the_host() {
        host.raw = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<html>";
        var run = polar("list");
        assertEquals(1, run.exit());
        assertTrue(run.err().startsWith("error INTERNAL  the host's answer is not JSON"), run.err());
    }

    @Test
    void what_is_installed_is_verified_again_and_a_failed_check_ends_with_3() {
        host.get("/v1/verify", List.of(new Check("acme.weather 1.4.0 content", true, "12 entries", "")));
        host.get(
                "/v1/verify/acme.weather",
                List.of(new Check("acme.weather 1.4.0", false, "DIGEST_MISMATCH: changed", "polar uninstall it")));
        assertEquals(0, polar("verify").exit());
        var run = polar("verify", "acme.weather");
        assertEquals(3, run.exit(), run.err());
        assertTrue(run.out().contains("DIGEST_MISMATCH") && run.out().contains("polar uninstall it"), run.out());
        assertEquals(
                "false",
                polar("verify", "acme.weather", "--json").json().get("ok").toString());
    }
}
