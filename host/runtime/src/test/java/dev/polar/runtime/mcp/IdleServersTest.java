package dev.polar.runtime.mcp;

import static dev.polar.runtime.mcp.Here.call;
import static dev.polar.runtime.mcp.Here.in;
import static dev.polar.runtime.mcp.Here.node;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.polar.runtime.Needs;
import dev.polar.runtime.child.Interpreters;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Servers that nobody calls are let go, and nobody notices but by what they had in memory. */
@Timeout(120)
class IdleServersTest {
    @TempDir
    Path files;

    @TempDir
    Path data;

    private Here here;
    private McpGeneration server;

    @BeforeEach
    void startAServerThatIsLetGoSoon() throws IOException {
        Needs.confinement();
        Needs.node();
        try (var script = Objects.requireNonNull(getClass().getResourceAsStream("/idle-server.mjs"))) {
            Files.copy(script, files.resolve("server.mjs"));
        }
        here = new Here(data);
        var runtime = new McpRuntime(
                Needs.STARTER,
                Needs.confinement(),
                Interpreters.ofThisMachine(),
                here,
                Optional.of(Duration.ofMillis(300)),
                false);
        server = here.load(runtime, files, List.of(), node("srv", "server.mjs"));
    }

    @AfterEach
    void stopIt() {
        server.close(Duration.ZERO);
    }

    @Test
    void a_server_that_nobody_calls_is_let_go_and_the_next_call_starts_it_again_as_often_as_it_takes()
            throws Exception {
        for (int i = 0; i < 5; i++) { // more often than one that ends by itself would be started in a minute
            assertEquals("1", count("{}"), "a fresh one");
            awaitLetGo();
            assertEquals(1, server.tools().size(), "what it offers is still shown");
        }
    }

    @Test
    void a_call_that_takes_longer_than_the_pause_is_not_cut_off() throws Exception {
        assertEquals("1", count("{'millis':1000}"));
        assertEquals("2", count("{}"), "it was not let go meanwhile");
    }

    @Test
    void one_that_was_let_go_is_stopped_for_good_with_its_plugin() throws Exception {
        awaitLetGo();
        server.close(Duration.ZERO);
        assertEquals(
                Code.PLUGIN_DISABLED,
                assertThrows(Refusal.class, () -> count("{}")).code());
    }

    private void awaitLetGo() throws InterruptedException {
        for (var line = here.log.poll(30, TimeUnit.SECONDS); ; line = here.log.poll(30, TimeUnit.SECONDS)) {
            assertNotNull(line, "it was not let go");
            if (line.contains("let go")) {
                return;
            }
        }
    }

    private String count(String arguments) {
        return server.invoke(call("count", arguments), in(30))
                .content()
                .getJsonObject(0)
                .getString("text");
    }
}
