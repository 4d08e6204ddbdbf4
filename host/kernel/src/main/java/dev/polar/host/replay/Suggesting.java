package dev.polar.host.replay;

import dev.polar.adminapi.Suggested;
import dev.polar.adminapi.SuggestedRule;
import dev.polar.host.approval.Rejected;
import dev.polar.host.approval.Relaxation;
import dev.polar.host.audit.PastCalls;
import dev.polar.host.policy.Glob;
import dev.polar.host.policy.OneMore;
import dev.polar.host.policy.Opinion.Effect;
import dev.polar.host.policy.Policy;
import dev.polar.host.policy.PolicyFile;
import dev.polar.trust.key.Digest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The policy in force, and one rule more for each caller and target that was used and is asked about. What was used is
 * covered or named among what is left out; what is irreversible, was denied, or is asked about by a rule is left out.
 */
public final class Suggesting {
    private final PastCalls calls;
    private final Function<Instant, Set<Rejected>> rejected;
    private final Supplier<List<Relaxation>> relaxations;
    private final InstantSource clock;

    /**
     * @param rejected what people said no to since then
     * @param relaxations what they said yes to again and again
     */
    public Suggesting(
            PastCalls calls,
            Function<Instant, Set<Rejected>> rejected,
            Supplier<List<Relaxation>> relaxations,
            InstantSource clock) {
        this.calls = calls;
        this.rejected = rejected;
        this.relaxations = relaxations;
        this.clock = clock;
    }

    /** Who used what. */
    private record Pair(String caller, String target) implements Comparable<Pair> {
        @Override
        public int compareTo(Pair other) {
            int byTarget = target.compareTo(other.target);
            return byTarget != 0 ? byTarget : caller.compareTo(other.caller);
        }

        /** The same for the same pair, so that a rule is recognised when it is suggested again. */
        String rule() {
            return "used-"
                    + Digest.of((caller + " " + target).getBytes(StandardCharsets.UTF_8))
                            .hex()
                            .substring(0, 12);
        }

        /** A pattern stands for more than itself where it has a star, and for something else where YAML folds it. */
        boolean isExact() {
            return (caller + target).chars().noneMatch(c -> c == '*' || c == '?' || Character.isISOControl(c));
        }
    }

    /**
     * The rules.
     *
     * @param yaml the policy in force
     * @param since how far back
     * @param caller a pattern
     * @throws dev.polar.spi.Refusal {@code REQUEST_INVALID}
     */
    public Suggested suggest(String yaml, String since, String caller) {
        var now = clock.instant();
        var pattern = Glob.of(caller);
        var uses = new TreeMap<Pair, Use>();
        var policy = yaml.isBlank() ? Policy.NONE : PolicyFile.read(1, yaml);
        var from = Since.of(since, now);
        calls.each(
                new PastCalls.Wanted(from, now, policy.names("arguments"), false),
                call -> PastDecision.of(call)
                        .filter(past -> pattern.matches(past.question().originator()))
                        .ifPresent(past -> uses.computeIfAbsent(pair(past), pair -> new Use())
                                .add(past, policy.judge(past.question(), past.unknown()))));
        rejected.apply(from)
                .forEach(no -> Optional.ofNullable(uses.get(new Pair(no.caller(), no.target())))
                        .ifPresent(use -> use.leaveOut("somebody said no to some of it")));
        return told(yaml, uses);
    }

    private static Pair pair(PastDecision past) {
        return new Pair(past.question().originator(), past.question().target());
    }

    private Suggested told(String inForce, Map<Pair, Use> uses) {
        var yaml = inForce;
        var rules = new ArrayList<SuggestedRule>();
        var leftOut = new ArrayList<SuggestedRule>();
        for (var entry : uses.entrySet()) {
            var pair = entry.getKey();
            var use = entry.getValue();
            if (use.needsRule() && !pair.isExact()) {
                use.leaveOut("its name cannot be written as a pattern for itself alone");
            }
            if (use.needsRule()) {
                yaml = new OneMore(pair.rule(), Effect.ALLOW, pair.target(), Optional.of(pair.caller())).in(yaml);
                rules.add(row(pair.rule(), pair, use));
            } else if (use.isLeftOut()) {
                leftOut.add(row("", pair, use));
            }
        }
        var commands = relaxations.get().stream().map(Relaxation::command).toList();
        return new Suggested(yaml, rules, leftOut, commands);
    }

    private static SuggestedRule row(String rule, Pair pair, Use use) {
        return new SuggestedRule(rule, pair.caller(), pair.target(), use.calls(), use.approved(), use.why());
    }
}
