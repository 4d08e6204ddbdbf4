package dev.polar.host.egress;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.util.Collection;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * How much went where. Nothing goes anywhere before a record names the place; how much it was is added up and recorded from
 * time to time, and at the end.
 */
final class Traffic {
    /** A child that talks to more places than that is told to ask more slowly. */
    private static final int MOST_PLACES = 1_024;

    private final Reports reports;
    private final Map<HostPort, Count> counts = new ConcurrentHashMap<>();

    Traffic(Reports reports) {
        this.reports = reports;
    }

    /**
     * The count of that place; when this returns, a record names it.
     *
     * @throws Refusal {@code AUDIT_UNAVAILABLE} or {@code RATE_LIMITED}
     */
    Count to(HostPort place) {
        var known = counts.get(place);
        if (known != null) {
            return known;
        }
        if (counts.size() >= MOST_PLACES) {
            throw new Refusal(
                    Code.RATE_LIMITED,
                    "it was connected to " + MOST_PLACES + " places already",
                    "fewer places, or start it again");
        }
        reports.first(place);
        return counts.computeIfAbsent(place, p -> new Count());
    }

    /** Records what was added since the last time. */
    void report() {
        counts.forEach((place, count) -> {
            var sum = count.drain();
            if (sum.connections() + sum.sent() + sum.received() > 0) {
                reports.traffic(place, sum);
            }
        });
    }

    /** What was counted between two reports. */
    record Sum(long connections, long sent, long received, Collection<String> addresses) {}

    /** One place's. Any thread adds. */
    static final class Count {
        private static final int MOST_ADDRESSES = 8;

        private final LongAdder connections = new LongAdder();
        private final LongAdder sent = new LongAdder();
        private final LongAdder received = new LongAdder();
        private final ConcurrentHashMap.KeySetView<String, Boolean> addresses = ConcurrentHashMap.newKeySet();

        void connected(String address) {
            connections.increment();
            if (addresses.size() < MOST_ADDRESSES) {
                addresses.add(address);
            }
        }

        LongAdder sent() {
            return sent;
        }

        LongAdder received() {
            return received;
        }

        /** Adders lose what is added while they are reset, so the last sum is remembered instead. */
        private synchronized Sum drain() {
            var now = new Sum(connections.sum(), sent.sum(), received.sum(), new TreeSet<>(addresses));
            var since = new Sum(
                    now.connections() - reported.connections(),
                    now.sent() - reported.sent(),
                    now.received() - reported.received(),
                    now.addresses());
            reported = now;
            return since;
        }

        private Sum reported = new Sum(0, 0, 0, new TreeSet<>());
    }
}
