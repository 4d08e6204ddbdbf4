package dev.polar.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.adminapi.AuditDetail;
import dev.polar.adminapi.AuditPerson;
import dev.polar.adminapi.AuditRow;
import dev.polar.adminapi.AuditTail;
import dev.polar.adminapi.Done;
import dev.polar.adminapi.Exported;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AuditVerbsTest extends AtHome {
    private static final String DIGEST = "sha256:" + "a".repeat(64);

    @BeforeEach
    void an_operator() throws IOException {
        operated();
    }

    @Test
    void an_audit_query_reaches_the_host_escaped() {
        host.get("/v1/audit", List.of());
        assertEquals(
                "no such record\n",
                polar("audit", "list", "--caller", "a&b c/d", "--limit", "5").out());
        assertEquals("GET /v1/audit?caller=a%26b%20c%2Fd&limit=5", host.asked.getFirst());
    }

    @Test
    void all_filters_reach_the_host_together() {
        host.get("/v1/audit", List.of());
        polar(
                "audit",
                "list",
                "--plugin",
                "p",
                "--tool",
                "p/t",
                "--decision",
                "deny",
                "--code",
                "C",
                "--category",
                "call",
                "--action",
                "a",
                "--stage",
                "event",
                "--session",
                "s",
                "--trace",
                "t",
                "--intent",
                "i",
                "--approval",
                "ap",
                "--node",
                "n",
                "--before",
                "2026-11-21T08:00:00Z/1/7");
        assertEquals(
                "GET /v1/audit?plugin=p&tool=p%2Ft&decision=deny&code=C&category=call&action=a&stage=event&session=s"
                        + "&trace=t&intent=i&approval=ap&node=n&before=2026-11-21T08%3A00%3A00Z%2F1%2F7",
                host.asked.getFirst());
    }

    @Test
    void who_approved_what_for_which_content_is_one_command() {
        host.get("/v1/audit", List.of(row("7", "approve", "{}")));
        var about = polar("audit", "list", "--approval", "ap-1").out();
        assertEquals("GET /v1/audit?approval=ap-1", host.asked.getFirst());
        assertTrue(about.matches("(?s).*operator:anna +acme.files/write +ap-1 +" + DIGEST + " +i-1\n"), about);
        assertTrue(polar("audit", "list").out().contains("ap-1      sha256:aaaaaaaaaaaa  i-1\n"), about);
    }

    @Test
    void a_full_page_tells_a_person_where_it_ends_and_a_program_nothing() {
        host.get("/v1/audit", List.of(row("8", "a", "{}"), row("7", "b", "{}")));
        var person = at().answering("").polar("audit", "list", "--limit", "2");
        assertEquals("older: the same with --before cursor-7\n", person.err());
        assertEquals(
                "", at().answering("").polar("audit", "list", "--limit", "3").err());
        assertEquals("", polar("audit", "list", "--limit", "2").err());
    }

    @Test
    void one_record_is_shown_in_full_with_its_whole_trace_and_nothing_reaches_the_terminal_raw() {
        var record = """
                {"action":"call","facts":{"effect":"allow","labels":["a","b\\u001b[31m"],"n":7},"tool":"acme.files/write",\
                "arguments":{"commitment":"c0ffee"},"policy":null,"permissionsUsed":[]}""";
        var row = row("7", "call", record);
        host.get(
                "/v1/audit/record",
                new AuditDetail(
                        row,
                        "host/polar/i/n/1",
                        List.of("/arguments"),
                        List.of(row, row("2/9", "else\u001b[2Jwhere", "{}")),
                        false));
        var run = polar("audit", "show", "7");
        assertEquals(0, run.exit(), run.err());
        assertTrue(run.out().startsWith("record 7 of host/polar/i/n/1\n  action      call\n"), run.out());
        assertTrue(run.out().contains("  facts.effect allow\n  facts.labels a, b\n  facts.n     7\n"), run.out());
        assertTrue(run.out().contains("  arguments   hidden, c0ffee\n"), run.out());
        assertFalse(run.out().contains("policy "), run.out());
        assertTrue(run.out().contains("2/9"), run.out());
        assertFalse(run.out().contains("\u001b"), run.out());
        assertTrue(run.err().contains("polar audit disclose 7"), run.err());
    }

    @Test
    void the_end_of_the_log_is_read_oldest_first_and_says_where_it_was() {
        host.get("/v1/audit/tail", new AuditTail(List.of(row("7", "one", "{}"), row("8", "t\u0007wo", "{}")), "1:9"));
        assertEquals(
                "7  2026-11-21T08:00:00.000000Z  approval/one  EVENT  ALLOW  operator:anna  acme.files/write  i-1\n"
                        + "8  2026-11-21T08:00:00.000000Z  approval/two  EVENT  ALLOW  operator:anna  acme.files/write  i-1\n",
                polar("audit", "tail", "--decision", "allow").out());
        assertEquals("GET /v1/audit/tail?decision=allow&limit=10", host.asked.getFirst());
        assertEquals(
                "after 1:9\n",
                polar("audit", "tail", "--json", "--after", "1:7").err());
        assertEquals("GET /v1/audit/tail?after=1%3A7&limit=1000", host.asked.getLast());
    }

    @Test
    void an_older_export_goes_to_the_host_as_its_checkpoint() throws IOException {
        var asked = new ArrayList<JsonObject>();
        host.post("/v1/audit/export", bytes -> {
            asked.add(StrictJson.object(bytes, StrictJson.Limits.bytes(1 << 20)));
            return new Exported("/april", 3, 7, 9, "o");
        });
        var march = SampleLog.of(4).export(home.resolve("march"), 0, 4);
        var note = Files.readString(march.resolve("checkpoint"));
        for (var older : List.of(march, march.resolve("checkpoint"))) {
            assertEquals(
                    "exported records 7 to 9 of o",
                    polar("audit", "export", "--out", "april", "--older", older)
                            .out()
                            .lines()
                            .findFirst()
                            .orElseThrow());
            assertEquals(note, asked.removeFirst().getString("older"));
        }
        polar("audit", "export", "--out", "april");
        assertEquals("", asked.removeFirst().getString("older"));
        var nothing = polar("audit", "export", "--out", "april", "--older", home.resolve("none"));
        assertEquals(1, nothing.exit());
        assertTrue(nothing.err().startsWith("error NOT_FOUND  "), nothing.err());
        assertTrue(asked.isEmpty());
    }

    @Test
    void what_is_disclosed_is_signed_for_first() {
        host.doing(request -> new Done(
                "record o/7",
                Map.of(
                        "/arguments",
                        "{\"field\":\"/arguments\",\"salt\":\"00ff\",\"value\":\"{}\",\"commitment\":\"c0ffee\"}"),
                List.of()));
        var run = polar("audit", "disclose", "7", "/arguments", "--yes");
        assertEquals("""
                record o/7
                  field       /arguments
                  value       {}
                  salt        00ff
                  commitment  c0ffee
                """, run.out());
        var request = host.consented.getFirst().getJsonObject("request");
        assertEquals("7", request.getString("object"));
        assertEquals("/arguments", request.getJsonObject("with").getString("field"));
        assertEquals(
                "{\"field\":\"/arguments\",\"salt\":\"00ff\",\"value\":\"{}\",\"commitment\":\"c0ffee\"}\n",
                polar("audit", "disclose", "7", "--yes", "--json").out());
        assertEquals(4, polar("audit", "disclose", "7").exit());
    }

    @Test
    void what_is_signed_to_erase_a_person_holds_no_name() {
        host.get("/v1/audit/person", new AuditPerson("user:Hk3"));
        var run = polar("audit", "erase", "--caller", "web:main:r:ada", "--reason", "asked", "--yes");
        assertEquals(0, run.exit(), run.err());
        assertEquals("GET /v1/audit/person?name=web%3Amain%3Ar%3Aada", host.asked.getFirst());
        var statement = host.consented.getFirst();
        assertEquals("user:Hk3", statement.getJsonObject("request").getString("object"));
        assertFalse(statement.toString().contains("ada"), statement.toString());
    }

    @Test
    void a_record_is_erased_by_its_number_and_either_needs_a_reason() {
        assertEquals(
                0,
                polar("audit", "erase", "--seq", "7", "--reason", "asked", "--yes")
                        .exit());
        var request = host.consented.getFirst().getJsonObject("request");
        assertEquals("7", request.getString("object"));
        assertEquals("record", request.getJsonObject("with").getString("kind"));
        assertEquals(2, polar("audit", "erase", "--seq", "7").exit());
        assertEquals(2, polar("audit", "erase", "--reason", "x").exit());
        assertEquals(
                2,
                polar("audit", "erase", "--seq", "7", "--caller", "x", "--reason", "x")
                        .exit());
    }

    private static AuditRow row(String place, String action, String record) {
        return new AuditRow(
                7,
                place,
                "2026-11-21T08:00:00.000000Z",
                "approval",
                action,
                "EVENT",
                "ALLOW",
                "",
                "operator:anna",
                "",
                "acme.files/write",
                "",
                "",
                "",
                "ap-1",
                DIGEST,
                place.equals("7") || place.equals("8") ? "i-1" : "",
                "",
                "n",
                "cursor-" + place,
                record);
    }
}
