package dev.polar.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.adminapi.Done;
import dev.polar.adminapi.LimitRow;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LimitVerbsTest extends AtHome {
    @BeforeEach
    void a_host_that_goes_on() {
        host.doing(request -> new Done(request.with().get("kind") + " goes on", Map.of(), List.of()));
    }

    @Test
    void the_list_says_who_waits_for_whom_and_until_when() {
        host.get(
                "/v1/limits",
                List.of(
                        new LimitRow("pause", "", "client:claude", "", "held", ""),
                        new LimitRow("budget", "day", "*", "4 of 5, 1 set aside", "near", "2026-11-22T00:00:00Z")));
        assertEquals("""
                STATE  KIND    WHO            USED                 LIMIT  UNTIL
                held   pause   client:claude
                near   budget  *              4 of 5, 1 set aside  day    2026-11-22T00:00:00Z
                """, polar("limits").out());
        host.get("/v1/limits", List.of());
        assertEquals("nobody is near a limit", polar("limits", "--all").out().strip());
        assertTrue(host.asked.getLast().contains("/v1/limits?all=true"), host.asked.getLast());
    }

    @Test
    void resuming_takes_a_reason_and_a_signature() throws IOException {
        operated();
        assertEquals(2, polar("resume", "caller", "client:claude").exit());
        var said = polar("resume", "caller", "client:claude", "--reason", "fixed", "--yes");
        assertEquals(0, said.exit(), said.err());
        assertTrue(said.out().startsWith("caller goes on"), said.out());
        var request = host.consented.getFirst().getJsonObject("request");
        assertEquals("client:claude", request.getString("object"));
        assertEquals("fixed", request.getJsonObject("with").getString("reason"));
    }
}
