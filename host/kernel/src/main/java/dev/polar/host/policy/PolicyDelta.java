package dev.polar.host.policy;

import dev.polar.host.policy.Opinion.Effect;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What is different between two policies, and whether it lets more through. */
public record PolicyDelta(List<Change> changes) {
    public PolicyDelta {
        changes = List.copyOf(changes);
    }

    /**
     * One difference.
     *
     * @param sign {@code +} added, {@code -} removed, {@code ~} changed
     * @param wider whether something may go ahead that was asked or denied before, or be answered by somebody else
     */
    public record Change(String sign, String what, boolean wider) {
        /** {@code + deny no-deletes: acme.github/delete_*}, with WIDER at the end if it is. */
        public String line() {
            return sign + " " + what + (wider ? "   WIDER" : "");
        }
    }

    public boolean wider() {
        return changes.stream().anyMatch(Change::wider);
    }

    public List<String> lines() {
        return changes.stream().map(Change::line).toList();
    }

    /** How many have that sign. */
    public long count(String sign) {
        return changes.stream().filter(change -> change.sign().equals(sign)).count();
    }

    /** From one to the other. */
    public static PolicyDelta between(Policy before, Policy after) {
        var changes = new ArrayList<Change>();
        var old = byKey(before);
        var now = byKey(after);
        now.forEach((key, rule) -> {
            var was = old.get(key);
            if (was == null) {
                changes.add(new Change("+", text(rule), widens(rule)));
            } else if (!RuleLine.of(was).equals(RuleLine.of(rule))) {
                changes.add(new Change("~", text(rule) + "   was " + text(was), widened(was, rule)));
            }
        });
        old.forEach((key, rule) -> {
            if (!now.containsKey(key)) {
                changes.add(new Change("-", text(rule), rule.effect() != Effect.ALLOW));
            }
        });
        privacy(before, after, changes);
        limits(before, after, changes);
        return new PolicyDelta(changes);
    }

    private static void privacy(Policy before, Policy after, List<Change> changes) {
        after.confidential().stream()
                .filter(pattern -> !before.confidential().contains(pattern))
                .forEach(pattern -> changes.add(new Change("+", "private " + pattern, false)));
        before.confidential().stream()
                .filter(pattern -> !after.confidential().contains(pattern))
                .forEach(pattern -> changes.add(new Change("-", "private " + pattern, true)));
    }

    /** What is new and may take the place of what the settings say counts as wider, like what is gone. */
    private static void limits(Policy before, Policy after, List<Change> changes) {
        var was = byName(before.limits());
        var now = byName(after.limits());
        now.forEach((name, limit) -> {
            if (!was.containsKey(name)) {
                changes.add(new Change("+", name, takesAPlace(limit)));
            } else if (!limit.equals(was.get(name))) {
                changes.add(new Change("~", name, true));
            }
        });
        was.keySet().stream()
                .filter(name -> !now.containsKey(name))
                .forEach(name -> changes.add(new Change("-", name, true)));
    }

    private static boolean takesAPlace(Record limit) {
        return limit instanceof RateLimit
                || limit instanceof ConcurrencyLimit
                || limit instanceof ServerLimit server && server.calls().isPresent();
    }

    private static Map<String, Record> byName(LimitRules limits) {
        var named = new LinkedHashMap<String, Record>();
        limits.rates().forEach(limit -> named.put("rate " + limit.id(), limit));
        limits.concurrency().forEach(limit -> named.put("concurrency " + limit.id(), limit));
        limits.budgets().forEach(limit -> named.put("budget " + limit.id(), limit));
        limits.servers().forEach(limit -> named.put("server " + limit.id(), limit));
        return named;
    }

    /** Rules are the same by their id; those that were given none, by what they say. */
    private static Map<String, PolicyRule> byKey(Policy policy) {
        return policy.rules().stream()
                .collect(Collectors.toMap(
                        rule -> rule.id().matches("rule-\\d+") ? text(rule) : rule.id(),
                        rule -> rule,
                        (one, same) -> one,
                        LinkedHashMap::new));
    }

    /** One more allow does, and an ask that somebody may answer who is no operator. */
    private static boolean widens(PolicyRule added) {
        return added.effect() == Effect.ALLOW
                || added.approvers().stream().anyMatch(approver -> approver.startsWith("channel:"));
    }

    /** Where it is not certain that a rule lets less through than before, it may let more through. */
    private static boolean widened(PolicyRule was, PolicyRule now) {
        if (was.effect() != now.effect()) {
            return now.effect().compareTo(was.effect()) < 0 || !sameReach(was, now);
        }
        boolean answered = now.quorum() < was.quorum() || !now.approvers().equals(was.approvers());
        // What an allow reaches must not grow, what a deny or ask reaches must not shrink.
        return answered || (was.effect() == Effect.ALLOW ? !reaches(was, now) : !reaches(now, was));
    }

    private static boolean sameReach(PolicyRule one, PolicyRule other) {
        return reaches(one, other) && reaches(other, one);
    }

    private static boolean reaches(PolicyRule wide, PolicyRule narrow) {
        return wide.target().matches(narrow.target().text())
                && wide.caller().matches(narrow.caller().text())
                && (wide.when().isEmpty() || condition(wide).equals(condition(narrow)));
    }

    private static String condition(PolicyRule rule) {
        return RuleLine.of(rule).condition();
    }

    /** {@code ask pay: acme.bank/pay for client:* when ...}. */
    private static String text(PolicyRule rule) {
        var line = RuleLine.of(rule);
        var text = new StringBuilder(line.effect());
        if (!line.id().matches("rule-\\d+")) {
            text.append(' ').append(line.id());
        }
        text.append(": ").append(line.target());
        if (!line.caller().equals("*")) {
            text.append(" for ").append(line.caller());
        }
        if (!line.condition().isEmpty()) {
            text.append(" when ").append(line.condition());
        }
        if (!line.approvers().isEmpty()) {
            text.append(" answered by ").append(String.join(", ", line.approvers()));
        }
        if (line.quorum() > 1) {
            text.append(" by ").append(line.quorum());
        }
        return text.toString();
    }
}
