package dev.polar.host.approval;

import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Predicate;

/**
 * What operators may want to allow: five yes in a row to one caller and target, under the default that asks. A no, a
 * failure, an outcome that nobody knows and another release of the plugin begin the count again. It is folded each time from
 * the requests as they are stored, so there is no count that could drift.
 */
public final class Relaxations {
    private static final int ENOUGH = 5;
    private static final Duration BACK = Duration.ofDays(30);

    /** What an operator wrote a rule for is to be asked: proposing otherwise would wear them out. */
    private static final String BY_DEFAULT = "default:ask";

    private final Approvals approvals;
    private final Served served;
    private final Predicate<Relaxation> asked;
    private final InstantSource clock;

    /** @param asked whether the policy in force would still ask; what is allowed by now is not proposed again */
    public Relaxations(Approvals approvals, Served served, Predicate<Relaxation> asked, InstantSource clock) {
        this.approvals = approvals;
        this.served = served;
        this.asked = asked;
        this.clock = clock;
    }

    private record Pattern(String caller, String target) {}

    private record Run(int times, Decision last) {
        Run and(Decision next) {
            if (!next.good()) {
                return new Run(0, next);
            }
            return new Run(next.content().equals(last.content()) ? times + 1 : 1, next);
        }
    }

    /** In the order in which their patterns were first decided. */
    public List<Relaxation> proposed() {
        return runs(approvals.decided(clock.instant().minus(BACK))).entrySet().stream()
                .filter(run ->
                        run.getValue().times() >= ENOUGH && isFit(run.getValue().last()))
                .map(run -> new Relaxation(
                        run.getKey().caller(),
                        run.getKey().target(),
                        run.getValue().times()))
                .filter(asked)
                .toList();
    }

    private static LinkedHashMap<Pattern, Run> runs(List<Decision> decisions) {
        var runs = new LinkedHashMap<Pattern, Run>();
        for (var decision : decisions) {
            var pattern = new Pattern(decision.originator(), decision.target());
            var before = runs.getOrDefault(pattern, new Run(0, decision));
            runs.put(pattern, before.and(decision));
        }
        return runs;
    }

    /** Nothing that cannot be undone, and nothing of a release that is gone. */
    private boolean isFit(Decision last) {
        return last.rule().equals(BY_DEFAULT)
                && !last.effect().equals("irreversible")
                && served.ended(last.pluginName(), last.content()).isEmpty();
    }
}
