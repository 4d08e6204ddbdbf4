package dev.polar.host.policy;

import java.util.List;
import java.util.Locale;

/**
 * One rule as a person reads it.
 *
 * @param condition may be empty, as may reason and approvers
 */
public record RuleLine(
        String id,
        String effect,
        String target,
        String caller,
        String condition,
        String reason,
        List<String> approvers,
        int quorum) {
    static RuleLine of(PolicyRule rule) {
        return new RuleLine(
                rule.id(),
                rule.effect().name().toLowerCase(Locale.ROOT),
                rule.target().text(),
                rule.caller().text(),
                rule.when().map(Condition::text).orElse(""),
                rule.reason(),
                rule.approvers(),
                rule.quorum());
    }
}
