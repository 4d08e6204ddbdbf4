package dev.polar.trust.admission;

import dev.polar.trust.permission.Grant;
import dev.polar.trust.permission.GrantDelta;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

/** One function for five moments: there is no second rule set. */
public final class Admission {
    private Admission() {}

    /** Decides; the first rule that fails is the refusal. */
    public static Verdict decide(Moment moment, Facts facts, TrustState trust, Instant now) {
        return decide(EnumSet.allOf(Rule.class), moment, facts, trust, now);
    }

    static Verdict decide(Set<Rule> rules, Moment moment, Facts facts, TrustState trust, Instant now) {
        for (var rule : rules) {
            if (rule.applies(moment)) {
                var refusal = rule.check(facts, trust, now);
                if (refusal.isPresent()) {
                    return new Verdict.Refused(refusal.get().with("plugin", facts.plugin() + " " + facts.version()));
                }
            }
        }
        var approval = trust.approvals().get(facts.content());
        if (approval == null || approval.placement() != facts.placement()) {
            return new Verdict.Held(GrantDelta.between(Grant.NONE, facts.requested()));
        }
        // The optional part that was not consented to is simply not granted, nor is what ran out.
        return new Verdict.Admitted(
                facts.level(),
                facts.placement(),
                approval.grant(now).intersect(facts.requested()),
                earlier(
                        earlier(trust.freshness().until(facts.level()), approval.unchangedUntil(now)),
                        lasts(approval, trust)));
    }

    /** Until when whatever was let in with that approval may run at all. */
    static Instant lasts(Approval approval, TrustState trust) {
        return trust.development() ? approval.at().plus(Approval.DEVELOPMENT_LASTS) : Instant.MAX;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
