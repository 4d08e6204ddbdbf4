package dev.polar.runtime.mcp;

import static dev.polar.runtime.mcp.Here.call;
import static dev.polar.runtime.mcp.Here.in;
import static dev.polar.runtime.mcp.Here.node;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.runtime.Needs;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.pin.ServerOffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A package with two servers, of which one ends again and again. */
@Timeout(120)
class OneOfSeveralTest {
    @TempDir
    Path files;

    @TempDir
    Path data;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());

    @Test
    void a_server_that_ends_too_often_takes_its_own_tools_with_it_until_somebody_says_otherwise() throws IOException {
        Needs.confinement();
        Needs.node();
        try (var script = Objects.requireNonNull(getClass().getResourceAsStream("/mortal-server.mjs"))) {
            Files.copy(script, files.resolve("server.mjs"));
        }
        var here = new Here(data, now::get);
        var servers = here.load(files, List.of(), node("weak", "server.mjs"), node("well", "server.mjs"));
        try {
            for (int i = 0; i < 4; i++) {
                assertEquals(Code.PLUGIN_CRASHED, refused(servers, "weak/die").code());
                assertEquals(i + 1, count(servers), "the other goes on");
                now.updateAndGet(before -> before.plusSeconds(6));
            }
            var gone = refused(servers, "weak/count");
            assertEquals(Code.PLUGIN_QUARANTINED, gone.code());
            assertTrue(gone.getMessage().startsWith("local.test/weak ended too often"), gone.getMessage());
            assertEquals(List.of("changed"), List.copyOf(here.events), "the plugin is not set aside for it");
            assertEquals(Set.of("weak"), servers.failed().keySet());
            assertEquals(
                    List.of("well"),
                    servers.offers().stream().map(ServerOffer::server).toList());
            assertTrue(servers.states().get("weak").startsWith("out: "), servers.states()::toString);
            assertEquals(5, count(servers));

            assertEquals(Set.of("weak"), servers.fallen());
            servers.anew("weak");
            assertEquals(List.of("changed", "changed"), List.copyOf(here.events));
            assertEquals(Set.of(), servers.failed().keySet());
            assertEquals(
                    List.of("weak", "well"),
                    servers.offers().stream().map(ServerOffer::server).toList());
            assertEquals(1, count(servers, "weak/count"), "it was started for the call");
            for (int i = 0; i < 4; i++) {
                assertEquals(Code.PLUGIN_CRASHED, refused(servers, "weak/die").code(), "its budget is whole again");
                now.updateAndGet(before -> before.plusSeconds(6));
            }
            assertEquals(Code.PLUGIN_QUARANTINED, refused(servers, "weak/count").code());
        } finally {
            servers.close(Duration.ZERO);
        }
    }

    private static Refusal refused(McpGeneration servers, String tool) {
        return assertThrows(Refusal.class, () -> servers.invoke(call(tool, "{}"), in(30)));
    }

    private static int count(McpGeneration servers) {
        return count(servers, "well/count");
    }

    private static int count(McpGeneration servers, String tool) {
        return Integer.parseInt(servers.invoke(call(tool, "{}"), in(30))
                .content()
                .getJsonObject(0)
                .getString("text"));
    }
}
