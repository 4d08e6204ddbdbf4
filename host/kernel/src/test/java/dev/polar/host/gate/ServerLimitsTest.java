package dev.polar.host.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.host.limits.SetClock;
import dev.polar.host.limits.Standings;
import dev.polar.host.store.TestDatabase;
import dev.polar.runtime.Answer;
import dev.polar.runtime.Call;
import dev.polar.spi.Caller;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.key.SigningKey;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A plugin with several servers: what one of them does wrong, the others do not pay for. */
@Timeout(60)
class ServerLimitsTest {
    private static final String ALLOW = "rules: [{id: all, effect: allow, target: '*'}]\nlimits: ";
    private static final Caller AGENT = new Caller.Client("claude");

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    private final SetClock clock = new SetClock();

    @TempDir
    Path data;

    private LimitedHost host(String limits, Function<Call, Answer> behaviour) {
        var host = new LimitedHost(data, database.get(), clock, ALLOW + limits, behaviour);
        host.offer("slow/find", "narrow/find", "quick/find");
        return host;
    }

    private static Answer failingIfSlow(Call call) {
        if (call.target().name().startsWith("slow/")) {
            throw new Refusal(Code.TOOL_FAILED, "broken", "");
        }
        return FakeGeneration.text("done");
    }

    @Test
    void a_server_that_keeps_failing_is_paused_alone_and_a_restart_goes_on_with_that() {
        var alice = SigningKey.generate();
        try (var host = host("{}", ServerLimitsTest::failingIfSlow)) {
            host.run(
                    alice,
                    "operator.add",
                    "alice",
                    Map.of("key", alice.publicKey().toPem()));
            for (int i = 0; i < 5; i++) {
                assertEquals(Code.TOOL_FAILED, refused(host, "slow/find").code());
            }
            var paused = refused(host, "slow/find");
            assertEquals(Code.CIRCUIT_OPEN, paused.code());
            assertTrue(paused.getMessage().startsWith("acme.files/slow failed too often"), paused.getMessage());
            assertTrue(paused.hint().endsWith("polar resume plugin acme.files/slow ends the pause"), paused.hint());
            answered(host, "quick/find");
            assertEquals("acme.files/slow", breaker(host));
        }
        clock.pass(Duration.ofSeconds(10));
        try (var host = host("{}", ServerLimitsTest::failingIfSlow)) {
            assertEquals("20000", refused(host, "slow/find").details().get("retryAfterMillis"));
            answered(host, "quick/find");
            host.run(alice, "resume", "acme.files/slow", Map.of("kind", "plugin", "reason", "it is back"));
            assertEquals(Code.TOOL_FAILED, refused(host, "slow/find").code(), "it is tried again");
            for (int i = 0; i < 4; i++) {
                refused(host, "slow/find");
            }
            assertEquals("acme.files/slow", breaker(host));
        }
        try (var host = host("{}", ServerLimitsTest::failingIfSlow)) {
            host.run(alice, "resume", "acme.files", Map.of("kind", "plugin", "reason", "all of it is back"));
            assertEquals(Code.TOOL_FAILED, refused(host, "slow/find").code(), "a plugin's name means its servers");
        }
    }

    @Test
    void a_server_that_hangs_fills_its_own_places_and_no_other_s() throws Exception {
        hang("slow", "{}", "acme.files/slow already answers 32 calls", 32);
    }

    @Test
    void an_author_says_how_many_calls_a_server_has_at_once_and_a_policy_does_not_make_it_more() throws Exception {
        hang(
                "narrow",
                "{servers: [{id: many, server: '*', calls: 40}]}",
                "acme.files/narrow takes no more than 2 calls at once, as its author says",
                2);
    }

    @Test
    void a_policy_says_how_many_calls_a_server_has_at_once() throws Exception {
        hang(
                "slow",
                "{servers: [{id: few, server: '*/slow', calls: 3}]}",
                "limit 'few' lets acme.files/slow have 3 calls at once",
                3);
    }

    private void hang(String server, String limits, String said, int places) throws Exception {
        var inside = new CountDownLatch(places);
        var over = new CountDownLatch(1);
        Function<Call, Answer> hanging = call -> {
            if (call.target().name().startsWith(server + "/")) {
                inside.countDown();
                await(over);
            }
            return FakeGeneration.text("done");
        };
        try (var host = host(limits, hanging);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < places; i++) {
                var caller = new Caller.Client("agent-" + i);
                threads.submit(() -> host.call(server + "/find", caller));
            }
            inside.await();
            try {
                var full = refused(host, server + "/find");
                assertEquals(Code.CONCURRENCY_LIMITED, full.code());
                assertEquals(said, full.getMessage());
                for (int i = 0; i < 5; i++) {
                    answered(host, "quick/find");
                }
            } finally {
                over.countDown();
            }
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void a_policy_says_how_long_a_server_may_take_and_how_much_it_may_answer() {
        var limits = "{servers: [{id: brief, server: 'acme.files/slow', timeout: 700ms, answer: 1KiB},"
                + " {id: all, server: '*', timeout: 1s}]}";
        try (var host = host(limits, call -> FakeGeneration.text("x".repeat(1_100)))) {
            var refused = refused(host, "slow/find");
            assertEquals(Duration.ofMillis(700), Duration.between(now(), host.generation.deadline()));
            assertEquals(Code.RESULT_INVALID, refused.code());
            assertTrue(refused.getMessage().startsWith("acme.files/slow answered with 1"), refused.getMessage());
            answered(host, "quick/find");
            assertEquals(Duration.ofSeconds(1), Duration.between(now(), host.generation.deadline()));
        }
    }

    private Instant now() {
        return clock.instant();
    }

    private static String breaker(LimitedHost host) {
        return host.standings.all().stream()
                .filter(one -> one.kind().equals("breaker"))
                .map(Standings.Standing::who)
                .findFirst()
                .orElseThrow();
    }

    private static Refusal refused(LimitedHost host, String tool) {
        return LimitedHost.refused(host.call(tool, AGENT));
    }

    private static void answered(LimitedHost host, String tool) {
        assertInstanceOf(Outcome.Answered.class, host.call(tool, AGENT));
    }
}
