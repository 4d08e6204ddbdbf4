package dev.polar.host.policy;

import java.util.List;

/**
 * How policy comes to its opinion about one call.
 *
 * @param looks each rule, in the order of the file
 */
public record Explanation(List<Look> looks, Opinion opinion) {
    public Explanation {
        looks = List.copyOf(looks);
    }

    /** How one rule fits the call, and why. */
    public record Look(RuleLine rule, boolean matches, String why) {
        static Look at(PolicyRule rule, Fit fit) {
            return new Look(RuleLine.of(rule), fit.matches(), fit.why());
        }
    }
}
