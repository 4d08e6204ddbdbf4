package dev.polar.host.replay;

import dev.polar.adminapi.ReplayGroup;
import dev.polar.adminapi.Replayed;
import dev.polar.host.policy.Opinion.Effect;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Counts what changes. Its size is a matter of rules and targets, not of how many calls there are. */
final class Tally {
    private static final int EXAMPLES = 3;

    private final Map<Kind, Counted> groups = new LinkedHashMap<>();
    private long early;
    private long same;
    private long changed;
    private long unknown;

    private record Kind(String was, String now, String target, String rule, String ruleBefore) {}

    private static final class Counted {
        private final List<String> examples = new ArrayList<>();
        private long calls;
        private long approved;
    }

    /** One that was refused before policy was asked. */
    void early() {
        early++;
    }

    void add(PastDecision past, Candidate.Verdict verdict) {
        switch (verdict) {
            case Candidate.Verdict.Unknown _ -> {
                unknown++;
                count(past, "unknown", "");
            }
            case Candidate.Verdict.Decided(var effect, var rule) -> {
                if (effect == past.was()) {
                    same++;
                } else {
                    changed++;
                    count(past, label(effect), rule);
                }
            }
        }
    }

    private void count(PastDecision past, String now, String rule) {
        var kind = new Kind(label(past.was()), now, past.question().target(), rule, past.rule());
        var counted = groups.computeIfAbsent(kind, one -> new Counted());
        counted.calls++;
        counted.approved += past.approved() ? 1 : 0;
        if (counted.examples.size() < EXAMPLES) {
            counted.examples.add(past.intent());
        }
    }

    Replayed told(Instant from) {
        return new Replayed(
                from.toString(),
                early + same + changed + unknown,
                early,
                same,
                changed,
                unknown,
                groups.entrySet().stream()
                        .sorted(Comparator.comparingLong(group -> -group.getValue().calls))
                        .map(group -> told(group.getKey(), group.getValue()))
                        .toList());
    }

    private static ReplayGroup told(Kind kind, Counted counted) {
        return new ReplayGroup(
                kind.was(),
                kind.now(),
                kind.target(),
                kind.rule(),
                kind.ruleBefore(),
                counted.calls,
                counted.approved,
                List.copyOf(counted.examples));
    }

    private static String label(Effect effect) {
        return effect.name().toLowerCase(Locale.ROOT);
    }
}
