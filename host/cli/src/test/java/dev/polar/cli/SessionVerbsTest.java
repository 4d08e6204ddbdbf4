package dev.polar.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.adminapi.Done;
import dev.polar.adminapi.SessionRow;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SessionVerbsTest extends AtHome {
    @BeforeEach
    void an_operator() throws IOException {
        operated();
    }

    @Test
    void sessions_are_listed_with_what_they_took_in_and_the_call_that_brought_it() {
        host.get(
                "/v1/sessions",
                List.of(
                        new SessionRow("client:claude", "untrusted", "i-1", "3 min"),
                        new SessionRow("web:\u001b[31mred", "private", "i-2", "1 h")));
        var run = polar("session", "list");
        assertEquals(0, run.exit(), run.err());
        var lines = run.out().lines().toList();
        assertTrue(lines.getFirst().matches("SESSION +LABEL +SINCE +INTENT"), run.out());
        assertTrue(lines.get(1).matches("client:claude +untrusted +3 min +i-1"), run.out());
        assertTrue(run.out().chars().noneMatch(c -> c == 0x1b), "whoever names a session colours no terminal");
        assertTrue(polar("session", "list", "--json").out().contains("\"label\":\"private\""));
    }

    @Test
    void without_any_it_says_so() {
        host.get("/v1/sessions", List.of());
        var run = polar("session", "list");
        assertEquals(0, run.exit());
        assertTrue((run.out() + run.err()).contains("no session has taken in anything"), run.out() + run.err());
    }

    @Test
    void a_session_begins_anew_by_an_operators_signature() {
        host.doing(request -> new Done("cleared " + request.object(), Map.of(), List.of()));
        var run = polar("session", "clear", "client:claude", "--yes");
        assertEquals(0, run.exit(), run.err());
        assertTrue(run.out().contains("cleared client:claude"), run.out());
        var consent = host.consented.getFirst();
        assertEquals("session.clear", consent.getString("action"));
        assertEquals("client:claude", consent.getJsonObject("request").getString("object"));
        assertTrue(consent.getJsonObject("request").getJsonObject("with").isEmpty());
    }

    @Test
    void without_a_yes_nothing_is_signed() {
        var run = polar("session", "clear", "client:claude");
        assertEquals(4, run.exit(), run.out() + run.err());
        assertEquals(List.of(), host.consented);
    }

    @Test
    void one_that_took_in_nothing_is_told() {
        host.refusing(
                "POST /v1/plans",
                new Refusal(Code.NOT_FOUND, "session 'client:x' has taken in nothing", "polar session list"));
        var run = polar("session", "clear", "client:x", "--yes");
        assertTrue(run.exit() != 0);
        assertTrue(run.err().contains("error NOT_FOUND  session 'client:x' has taken in nothing"), run.err());
        assertTrue(run.err().contains("polar session list"), run.err());
    }
}
