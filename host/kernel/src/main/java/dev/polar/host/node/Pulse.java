package dev.polar.host.node;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which nodes live, as this one sees it: those whose count of renewals moved within a lease's length of its own monotonic
 * clock. A renewal is seen after it was made, so nobody is thought dead before its lease has run out, whatever the clocks of
 * machines and database say.
 */
final class Pulse {
    private final Map<String, Beat> beats = new ConcurrentHashMap<>();

    private record Beat(long renewals, long seen) {}

    /** Whether that node may still hold a lease, having renewed so often. */
    boolean beats(String node, long renewals) {
        return beats(node, renewals, System.nanoTime(), Lease.LENGTH);
    }

    boolean beats(String node, long renewals, long now, Duration lease) {
        var beat = beats.compute(
                node,
                (name, before) -> before == null || before.renewals() != renewals ? new Beat(renewals, now) : before);
        return now - beat.seen() < lease.toNanos();
    }
}
