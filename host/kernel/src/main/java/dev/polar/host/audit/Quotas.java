package dev.polar.host.audit;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** How many refusals of each name were written in this minute, and what came above. Its user sees to threads. */
final class Quotas {
    /** All names above count as one, so that many of them neither fill the memory nor get past the quota. */
    static final int MOST_NAMES = 1_000;

    /** Of one name; what comes above is told by its reason alone. */
    static final int MOST_KINDS = 8;

    private final int most;
    private Map<String, Asked> names = new HashMap<>();
    private Asked others = new Asked(0);

    Quotas(int most) {
        this.most = most;
    }

    /** Refusals that are alike. */
    private record Kind(String of, String reason, String tool, String plugin) {
        static Kind of(Draft denial) {
            return new Kind(
                    denial.about(),
                    denial.said("reason").orElse(""),
                    denial.said("tool").orElse(""),
                    denial.said("plugin", "name").orElse(""));
        }

        Kind vague() {
            return new Kind("", reason, "", "");
        }
    }

    private static final class Counted {
        private final Draft first;
        private final Instant since;
        private long times;

        Counted(Draft first, Instant since) {
            this.first = first;
            this.since = since;
        }

        Draft draft() {
            return first.counted(times, since);
        }
    }

    private static final class Asked {
        private final Map<Kind, Counted> above = new LinkedHashMap<>();
        private int written;

        Asked(int written) {
            this.written = written;
        }

        void count(Draft denial, Instant now) {
            var kind = Kind.of(denial);
            boolean room = above.size() < MOST_KINDS || above.containsKey(kind);
            above.computeIfAbsent(room ? kind : kind.vague(), fresh -> new Counted(room ? denial : denial.vague(), now))
                    .times++;
        }
    }

    boolean admit(String name, Draft denial, Instant now) {
        boolean known = names.size() < MOST_NAMES || names.containsKey(name);
        var asked = known ? names.computeIfAbsent(name, fresh -> new Asked(0)) : others;
        if (asked.written < most) {
            asked.written++;
            return true;
        }
        asked.count(known ? denial : denial.anonymous(), now);
        return false;
    }

    /** The minute is over: its counts, which the next minute's quota pays for. */
    List<Draft> turn() {
        var next = new HashMap<String, Asked>();
        names.forEach((name, asked) -> {
            if (!asked.above.isEmpty()) {
                next.put(name, new Asked(asked.above.size()));
            }
        });
        var counts = names.values().stream()
                .flatMap(asked -> asked.above.values().stream())
                .map(Counted::draft)
                .toList();
        var more = others.above.values().stream().map(Counted::draft).toList();
        names = next;
        others = new Asked(0);
        return Stream.concat(counts.stream(), more.stream()).toList();
    }
}
