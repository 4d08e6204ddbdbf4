package dev.polar.host.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.host.store.TestDatabase;
import dev.polar.spi.Code;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Commits that take five times as long as anybody waits, or whose answers do: a tenth of a host's patience, unless {@code
 * -Dpolar.audit.slow=10} tries what 10 s do to 2 s.
 */
@Timeout(600)
class SlowCommitsTest {
    private static final int TENTHS = Integer.getInteger("polar.audit.slow", 4);
    private static final Duration PATIENCE = Duration.ofMillis(200).multipliedBy(TENTHS);
    private static final Duration DELAY = PATIENCE.multipliedBy(5);

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    Path data;

    @TempDir
    Path exports;

    @TempDir
    Path effects;

    @ParameterizedTest
    @EnumSource(
            value = SlowProxy.Held.class,
            names = {"COMMIT", "ANSWER"})
    void nothing_is_done_that_waits_for_its_record_and_nobody_waits_longer_than_promised(SlowProxy.Held held)
            throws Exception {
        var done = effects.resolve("done");
        Set<String> answered;
        Duration longest;
        long unavailable;
        try (var network = new SlowProxy(database.port(), DELAY);
                var host = new Actions(data, database.reopenedThrough(network.port()), done, PATIENCE)) {
            var load = new Load(host, 8);
            try (load) {
                Waiting.until(() -> load.answered() >= 20);
                network.hold(held);
                Waiting.until(() -> load.refused(Code.AUDIT_UNAVAILABLE) >= 16);
                network.hold(SlowProxy.Held.NOTHING);
                long before = load.answered();
                Waiting.until(() -> load.answered() >= before + 20);
            }
            assertEquals(List.of(), load.faults());
            answered = load.idsOfAnswered();
            longest = load.longest();
            unavailable = load.refused(Code.AUDIT_UNAVAILABLE);
        }
        try (var host = new Actions(data, database.reopened(), done, Duration.ofSeconds(20))) {
            var reckoning = Reckoning.of(host, done, answered, exports);
            assertTrue(longest.compareTo(Waiting.longest(PATIENCE)) < 0, longest.toString());
            System.out.println(held + " held for " + DELAY.toMillis() + " ms; answered " + answered.size()
                    + "; not recorded " + unavailable + "; longest wait " + longest.toMillis() + " ms; " + reckoning);
        }
    }
}
