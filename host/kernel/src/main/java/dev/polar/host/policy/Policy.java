package dev.polar.host.policy;

import dev.polar.host.policy.Opinion.Effect;
import java.util.List;
import java.util.Locale;

/**
 * The rules in force.
 *
 * @param version the consent that put them in force; 0 for none
 */
public record Policy(long version, List<PolicyRule> rules) {
    /** No rules: reading is allowed, everything else is asked. */
    public static final Policy NONE = new Policy(0, List.of());

    public Policy {
        rules = List.copyOf(rules);
    }

    /** Judges one call. */
    public Opinion judge(Question question) {
        PolicyRule decisive = null;
        for (var rule : rules) {
            if ((decisive == null || rule.effect().compareTo(decisive.effect()) > 0) && rule.matches(question)) {
                decisive = rule;
            }
        }
        if (decisive != null) {
            return new Opinion(decisive.effect(), decisive.id(), version);
        }
        return question.reads()
                ? new Opinion(Effect.ALLOW, "default:read", version)
                : new Opinion(Effect.ASK, "default:ask", version);
    }

    /** One rule as a person reads it. */
    public record Line(String id, String effect, String target, String caller, String condition) {}

    /** All rules, in order. */
    public List<Line> lines() {
        return rules.stream()
                .map(rule -> new Line(
                        rule.id(),
                        rule.effect().name().toLowerCase(Locale.ROOT),
                        rule.target().text(),
                        rule.caller().text(),
                        rule.when().map(Condition::text).orElse("")))
                .toList();
    }
}
