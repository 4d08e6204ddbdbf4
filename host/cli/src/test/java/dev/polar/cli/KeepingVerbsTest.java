package dev.polar.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.adminapi.ArchiveRow;
import dev.polar.adminapi.ArchivesMade;
import dev.polar.adminapi.HoldRow;
import dev.polar.adminapi.SinkRow;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How long the log is kept, and who reads along, as operators ask for it. */
class KeepingVerbsTest extends AtHome {
    @BeforeEach
    void an_operator() throws IOException {
        operated();
    }

    private static ArchiveRow archive(String fault) {
        return new ArchiveRow(
                "vm/polar/i/n/1",
                0,
                65_535,
                "2026-09-01T00:00:00Z",
                "2026-10-01T00:00:00Z",
                "archived",
                "case-17",
                "/data/archives/n-1-000000000000.zip",
                "sha256:71c0",
                7,
                fault);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hold add case-17 --reason inquiry --yes | hold.add | case-17 | inquiry",
                "hold add q3 --reason r --from 2026-07-01T00:00:00Z --to 2026-10-01T00:00:00Z --yes"
                        + " | hold.add | q3 | 2026-07-01T00:00:00Z",
                "hold remove case-17 --reason closed --yes | hold.remove | case-17 | closed",
                "prune --before 90d --yes | prune | log | 90d",
                "prune --before 2026-08-01T00:00:00Z --yes | prune | log | 2026-08-01T00:00:00Z",
            })
    void what_changes_how_long_it_is_kept_is_signed_as_it_was_asked(
            String words, String action, String object, String with) {
        var run = polar((Object[]) ("audit " + words).split(" "));
        assertEquals(0, run.exit(), run.err());
        var statement = host.consented.getFirst();
        assertEquals(action, statement.getString("action"));
        var request = statement.getJsonObject("request");
        assertEquals(object, request.getString("object"));
        assertTrue(request.getJsonObject("with").toString().contains("\"" + with + "\""), request.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hold",
                "hold add",
                "hold add case-17",
                "hold add --reason x",
                "hold add one two --reason x",
                "hold remove case-17",
                "hold remove --reason x",
                "hold list more",
                "prune",
                "prune 90d",
                "prune --before",
                "archive",
                "archive make now",
                "archive list --limit",
                "archive verify FILE",
                "disclose",
                "disclose 1 /a /b",
                "erase",
                "erase --caller a --seq 1 --reason x",
                "show",
                "show 1 2",
                "tail --limit",
                "tail 7",
                "sinks more",
                "bundle",
                "bundle verify",
                "export",
                "export --out a b",
                "verify",
                "verify a b",
            })
    void what_cannot_be_understood_is_one_sentence_and_not_sent(String words) {
        var run = polar((Object[]) ("audit " + words).split(" "));
        assertEquals(2, run.exit(), run.out() + run.err());
        assertEquals("", run.out());
        assertTrue(run.err().startsWith("error USAGE"), run.err());
        assertEquals(
                1, run.err().lines().filter(line -> line.startsWith("error")).count(), run.err());
        assertTrue(host.asked.isEmpty(), host.asked::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hold add case-17 --reason x", "hold remove case-17 --reason x", "prune --before 90d"})
    void nobody_there_to_ask_changes_nothing(String words) {
        var run = polar((Object[]) ("audit " + words).split(" "));
        assertEquals(4, run.exit(), run.err());
        assertTrue(host.consented.isEmpty());
    }

    @Test
    void holds_are_listed_with_what_they_hold_and_why() {
        host.get("/v1/audit/holds", List.of());
        assertEquals("nothing is held\n", polar("audit", "hold", "list").out());
        host.get(
                "/v1/audit/holds",
                List.of(new HoldRow("case-17", "inq\u001b[31muiry", "2026-09-01T00:00:00Z", "", "today", "alice")));
        var listed = polar("audit", "hold", "list").out();
        assertTrue(listed.contains("case-17") && listed.contains("inquiry") && listed.contains("alice"), listed);
        assertFalse(listed.contains("\u001b"), listed);
        var json = polar("audit", "hold", "list", "--json").json();
        assertEquals("alice", json.getString("by"));
    }

    @Test
    void archives_are_listed_made_and_read_again() {
        host.get("/v1/audit/archives", List.of());
        assertTrue(
                polar("audit", "archive", "list").out().startsWith("nothing is archived; 'polar audit archive make'"));
        host.get("/v1/audit/archives", List.of(archive("")));
        var listed = polar("audit", "archive", "list").out();
        assertTrue(listed.contains("0-65535") && listed.contains("case-17") && listed.contains("sha256:71c0"), listed);
        host.post("/v1/audit/archives", bytes -> new ArchivesMade(List.of()));
        assertTrue(polar("audit", "archive", "make").out().startsWith("nothing to archive"));
        host.post("/v1/audit/archives", bytes -> new ArchivesMade(List.of(archive(""))));
        assertTrue(polar("audit", "archive", "make").out().contains("n-1-000000000000.zip"));
        assertEquals(7, polar("audit", "archive", "make", "--json").json().getInt("bytes"));
    }

    @ParameterizedTest
    @CsvSource({"'', 0", "it ends early, 3"})
    void an_archive_that_proves_nothing_is_exit_3(String fault, int exit) {
        host.get("/v1/audit/archives/verified", List.of(archive(""), archive(fault)));
        var run = polar("audit", "archive", "verify");
        assertEquals(exit, run.exit());
        assertTrue(run.out().contains(fault), run.out());
        assertEquals(exit, polar("audit", "archive", "verify", "--json").exit());
    }

    @Test
    void sinks_are_shown_with_how_far_behind_they_are() {
        host.get("/v1/audit/sinks", List.of());
        assertEquals("no plugin takes records\n", polar("audit", "sinks").out());
        host.get(
                "/v1/audit/sinks",
                List.of(new SinkRow("acme.siem/s3", "vm/polar/i/n/1", 38, 12, "TOOL_FAILED  acme.siem/s3 threw")));
        var shown = polar("audit", "sinks").out();
        assertTrue(shown.contains("acme.siem/s3  38    12"), shown);
        assertTrue(shown.contains("TOOL_FAILED"), shown);
    }
}
