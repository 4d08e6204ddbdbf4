package dev.polar.host.replay;

import dev.polar.host.policy.Opinion;
import dev.polar.host.policy.Opinion.Effect;
import java.util.Optional;
import java.util.Set;

/** One caller's use of one target, counted over the records; by one thread. */
final class Use {
    private static final Set<String> COVERABLE = Set.of("read", "write", "external");

    private long calls;
    private long approved;
    private long asked;
    private String why = "";

    /** One call that ran or did not, and what the policy in force says to it. */
    void add(PastDecision past, Optional<Opinion> now) {
        if (past.was() == Effect.DENY) {
            leaveOut("rule '" + past.rule() + "' denied some of it");
        }
        if (!past.ran()) {
            return;
        }
        calls++;
        approved += past.approved() ? 1 : 0;
        if (!COVERABLE.contains(past.question().effect())) {
            leaveOut(
                    past.question().effect().isEmpty()
                            ? "what it does is not on record"
                            : "it is " + past.question().effect());
        }
        now.ifPresentOrElse(opinion -> today(opinion), () -> leaveOut("not enough is known of it any more"));
    }

    private void today(Opinion opinion) {
        switch (opinion.effect()) {
            case ALLOW -> {}
            case ASK -> {
                asked++;
                if (!opinion.rule().equals("default:ask")) {
                    leaveOut("rule '" + opinion.rule() + "' asks, and asking beats allowing");
                }
            }
            case DENY -> leaveOut("rule '" + opinion.rule() + "' denies it");
        }
    }

    /** The first reason stays. */
    void leaveOut(String reason) {
        why = why.isEmpty() ? reason : why;
    }

    long calls() {
        return calls;
    }

    long approved() {
        return approved;
    }

    /** Whether it ran, and would be asked about now. */
    boolean needsRule() {
        return calls > 0 && asked > 0 && why.isEmpty();
    }

    /** Whether it ran, and no rule will do. */
    boolean isLeftOut() {
        return calls > 0 && !why.isEmpty();
    }

    String why() {
        return why;
    }
}
