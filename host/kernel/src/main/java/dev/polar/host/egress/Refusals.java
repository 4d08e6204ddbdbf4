package dev.polar.host.egress;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a child was refused. The first is recorded at once. What follows is counted and recorded a second later, and as long
 * as it goes on at intervals that double up to a minute, so that a loop cannot fill the log.
 */
final class Refusals {
    private static final long SHORTEST = Duration.ofSeconds(1).toNanos();
    private static final long LONGEST = Duration.ofMinutes(1).toNanos();
    private static final int MOST_KINDS = 8;
    private static final int LONGEST_NAME = 300;

    private final Reports reports;
    private final Map<Kind, Seen> waiting = new LinkedHashMap<>();
    private long more;
    private long due;
    private long interval;

    private record Kind(String to, Code code) {}

    private record Seen(Refusal why, long times) {}

    Refusals(Reports reports) {
        this.reports = reports;
    }

    /** @param to what was asked for, as it was written */
    void add(String to, Refusal why, long now) {
        if (alone(now)) {
            reports.refused(shown(to), why, 1);
            return;
        }
        synchronized (this) {
            var kind = new Kind(shown(to), why.code());
            if (waiting.size() < MOST_KINDS || waiting.containsKey(kind)) {
                waiting.merge(kind, new Seen(why, 1), (seen, one) -> new Seen(seen.why(), seen.times() + 1));
            } else {
                more++;
            }
        }
    }

    /** Records what waits, if its time has come. */
    void report(long now) {
        synchronized (this) {
            if (interval == 0 || now - due < 0) {
                return;
            }
            interval = waiting.isEmpty() ? 0 : Math.min(interval * 2, LONGEST);
            due = now + interval;
        }
        reportAll();
    }

    /** Records what waits. */
    void reportAll() {
        Map<Kind, Seen> told;
        long others;
        synchronized (this) {
            told = new LinkedHashMap<>(waiting);
            others = more;
            waiting.clear();
            more = 0;
        }
        told.forEach((kind, seen) -> reports.refused(kind.to(), seen.why(), seen.times()));
        if (others > 0) {
            reports.refused("", new Refusal(Code.PERMISSION_DENIED, "and others, not told one by one", ""), others);
        }
    }

    private synchronized boolean alone(long now) {
        if (interval > 0) {
            return false;
        }
        interval = SHORTEST;
        due = now + interval;
        return true;
    }

    private static String shown(String to) {
        return to.length() > LONGEST_NAME ? to.substring(0, LONGEST_NAME) : to;
    }
}
