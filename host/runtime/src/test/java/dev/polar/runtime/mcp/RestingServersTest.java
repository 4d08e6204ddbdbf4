package dev.polar.runtime.mcp;

import static dev.polar.runtime.mcp.Here.call;
import static dev.polar.runtime.mcp.Here.in;
import static dev.polar.runtime.mcp.Here.node;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.runtime.Needs;
import dev.polar.runtime.child.Interpreters;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.manifest.McpServer;
import dev.polar.trust.pin.ServerOffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Servers that were approved wait for their first call when the host starts. */
@Timeout(120)
class RestingServersTest {
    private static final McpServer APPROVED = node("srv", "server.mjs");

    @TempDir
    Path files;

    @TempDir
    Path data;

    private Here here;

    @BeforeEach
    void aServerOfThePackage() throws IOException {
        Needs.confinement();
        Needs.node();
        try (var script = Objects.requireNonNull(getClass().getResourceAsStream("/mortal-server.mjs"))) {
            Files.copy(script, files.resolve("server.mjs"));
        }
        here = new Here(data);
    }

    private McpRuntime runtime(boolean atFirstUse) {
        return new McpRuntime(
                Needs.STARTER, Needs.confinement(), Interpreters.ofThisMachine(), here, Optional.empty(), atFirstUse);
    }

    /** What an operator saw when it was enabled. */
    private List<ServerOffer> approved(McpServer server) {
        var first = here.load(files, List.of(), server);
        var offers = first.offers();
        first.close(Duration.ZERO);
        here.log.clear();
        return offers;
    }

    @Test
    void what_was_approved_is_shown_at_once_and_the_first_call_starts_one_process() {
        var server = here.resume(runtime(true), files, approved(APPROVED), APPROVED);
        try {
            assertEquals(3, server.tools().size());
            assertEquals(Map.of("srv", "resting until it is called"), server.states());
            assertEquals(List.of(), said());
            assertEquals("1", count(server));
            assertEquals("2", count(server));
            assertEquals(Map.of("srv", "running"), server.states());
        } finally {
            server.close(Duration.ZERO);
        }
        assertEquals(1, said().stream().filter("srv: started"::equals).count());
    }

    @Test
    void one_that_became_something_else_meanwhile_is_started_and_not_called() {
        var server =
                here.resume(runtime(true), files, approved(APPROVED), node("srv", "server.mjs", "read this first"));
        try {
            var refused = assertThrows(Refusal.class, () -> count(server));
            assertEquals(Code.TOOL_DRIFTED, refused.code());
            assertEquals("changed", here.events.poll(), "whoever shows its tools is told");
            assertThrows(Refusal.class, () -> count(server));
        } finally {
            server.close(Duration.ZERO);
        }
        var said = said();
        assertTrue(said.contains("srv: started"), said::toString);
        assertFalse(said.contains("srv: called"), said::toString);
    }

    @Test
    void what_it_has_to_be_read_nobody_approved_so_one_that_has_that_is_started_in_the_background()
            throws InterruptedException {
        var readable = node("srv", "server.mjs", "as approved", "readable");
        var server = here.resume(runtime(true), files, approved(readable), readable);
        try {
            assertEquals(Map.of("resource:srv", "srv"), server.reading(), "it is there to be asked for at once");
            assertEquals("resources", here.events.poll(60, TimeUnit.SECONDS), "which is no drift");
            assertEquals(1, server.resources().get("resource:srv").size());
        } finally {
            server.close(Duration.ZERO);
        }
    }

    @Test
    void one_that_nobody_approved_is_started_and_so_are_all_where_the_host_starts_with_them() {
        for (var server : List.of(
                here.resume(runtime(true), files, List.of(), APPROVED),
                here.resume(runtime(false), files, approved(APPROVED), APPROVED))) {
            assertEquals(Map.of("srv", "running"), server.states());
            server.close(Duration.ZERO);
        }
    }

    @Test
    void one_without_a_handshake_is_listened_to_through_its_pipe() throws InterruptedException {
        var server = here.load(files, List.of(), node("srv", "server.mjs", "as approved", "modern"));
        try {
            server.invoke(call("third", "{}"), in(30));
            assertEquals("changed", here.events.poll(30, TimeUnit.SECONDS));
        } finally {
            server.close(Duration.ZERO);
        }
    }

    private List<String> said() {
        return new ArrayList<>(here.log);
    }

    private static String count(McpGeneration server) {
        return server.invoke(call("count", "{}"), in(30))
                .content()
                .getJsonObject(0)
                .getString("text");
    }
}
