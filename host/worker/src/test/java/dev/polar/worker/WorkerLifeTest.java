package dev.polar.worker;

import static dev.polar.runtime.fixture.Probe.ask;
import static dev.polar.runtime.fixture.Probe.in;
import static dev.polar.runtime.fixture.Probe.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.runtime.Generation;
import dev.polar.spi.Caller;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.permission.Grant;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A worker ends; who waited is told, and the next call finds another. */
@Timeout(120)
class WorkerLifeTest {
    private final OpenHost host = new OpenHost();
    private final Generation rogue = Place.WORKER.load(Rogue.plugin(), host);

    @AfterEach
    void end() {
        rogue.cut(Duration.ofSeconds(5));
    }

    private Refusal refusal(String tool) {
        return assertThrows(Refusal.class, () -> ask(rogue, tool, "{}"));
    }

    @Test
    void everything_a_context_offers_reaches_the_host_in_the_callers_name() {
        assertEquals(
                "{\"answer\":{\"n\":1},\"body\":3,\"deleted\":true,\"file\":200,\"files\":[\"a/b\"],\"found\":1,"
                        + "\"got\":\"text\",\"header\":[\"1\",\"2\"],\"nofile\":false,\"none\":false,\"removed\":true,"
                        + "\"secret\":\"the value of key\",\"status\":201,\"tools\":\"READ\"}",
                json(rogue, "all", "{}"));
        assertEquals(
                List.of(
                        "desk:http POST https://a.example/x {a=b} 2 PT3S [SecretRef[name=key]]",
                        "desk:write",
                        "desk:put Scope[kind=USER, id=ada] notes",
                        "desk:list",
                        "desk:call acme.other/echo",
                        "desk:tools"),
                List.copyOf(host.asked()));
    }

    @Test
    void its_log_is_the_hosts_to_write_and_capped_before_it_gets_there() {
        ask(rogue, "log", "{}");
        assertEquals("{}", json(rogue, "echo", "{}"));
        assertEquals("WARNING 1 of two", host.logged().peek());
        assertEquals(1_000, host.logged().size());
    }

    @ParameterizedTest
    @CsvSource({
        "exit,  acme.rogue ended with exit code 3",
        "halt,  acme.rogue ended with exit code 4: I am leaving",
        "hoard, java.lang.OutOfMemoryError"
    })
    void whoever_waits_is_told_how_it_ended_and_the_next_call_finds_another(String tool, String expected) {
        var refusal = refusal(tool);
        assertEquals(Code.PLUGIN_CRASHED, refusal.code());
        assertTrue(refusal.getMessage().contains(expected), refusal.getMessage());
        assertEquals("{}", json(rogue, "echo", "{}"));
    }

    @Test
    void one_that_throws_its_way_out_away_is_answered_for_at_the_deadline() {
        var call = Rogue.call(rogue, new Caller.Client("desk"), "mute", "{}");
        var refusal = assertThrows(Refusal.class, () -> rogue.invoke(call, in(Duration.ofSeconds(1))));
        assertEquals(Code.TOOL_TIMEOUT, refusal.code());
        assertEquals(1, rogue.overdue().size());
    }

    @Test
    void one_that_ends_again_and_again_is_paused_and_then_given_up() {
        refusal("exit");
        refusal("exit"); // at once
        var paused = refusal("echo");
        assertEquals(Code.CIRCUIT_OPEN, paused.code(), "it was not tried");
        assertTrue(paused.getMessage().endsWith("it is started again in 1 s"), paused.getMessage());
        host.later(Duration.ofSeconds(1));
        refusal("exit");
        assertTrue(refusal("echo").getMessage().endsWith("it is started again in 5 s"));
        host.later(Duration.ofSeconds(5));
        refusal("exit");
        var spent = refusal("echo");
        assertEquals(Code.PLUGIN_QUARANTINED, spent.code());
        assertTrue(spent.getMessage().contains("ended too often in a minute"), spent.getMessage());
        assertEquals(spent, Place.QUARANTINED.get(rogue.id()));
    }

    @Test
    void one_that_does_not_end_what_was_given_up_is_ended() throws Exception {
        var begun = new Semaphore(0);
        for (int i = 0; i < 9; i++) {
            Thread.startVirtualThread(() -> {
                assertThrows(
                        Refusal.class,
                        () -> rogue.invoke(
                                Rogue.call(rogue, new Caller.Client("desk"), "deaf", "{}"),
                                in(Duration.ofMillis(1_500))));
                begun.release();
            });
        }
        begun.acquire(9);
        var overdue = rogue.overdue();
        assertEquals(9, overdue.size(), overdue.toString());
        assertTrue(overdue.getFirst().startsWith("acme.rogue/deaf has run for "), overdue.toString());
        var ended = Code.TOOL_TIMEOUT;
        for (int i = 0; i < 40 && ended == Code.TOOL_TIMEOUT; i++) {
            ended = assertThrows(
                            Refusal.class,
                            () -> rogue.invoke(
                                    Rogue.call(rogue, new Caller.Client("desk"), "hold", "{}"),
                                    in(Duration.ofMillis(500))))
                    .code();
        }
        assertEquals(Code.PLUGIN_CRASHED, ended);
        assertEquals("{}", json(rogue, "echo", "{}"));
    }

    @Test
    void nothing_of_it_is_left_when_it_is_closed() {
        var report = rogue.close(Duration.ofSeconds(1));
        assertTrue(report.collected(), report.toString());
        assertEquals(List.of(), report.left());
        assertEquals(Code.PLUGIN_DISABLED, refusal("echo").code());
    }

    @Test
    void a_port_that_was_granted_is_none_it_could_open() {
        var refusal = assertThrows(
                Refusal.class,
                () -> Place.WORKER.load(Rogue.plugin(), host, Grant.parse(List.of("net.listen(loopback:8080)"))));
        assertEquals(Code.ISOLATION_UNAVAILABLE, refusal.code());
    }
}
