package dev.polar.host.policy;

import java.util.ArrayList;
import java.util.List;

/**
 * What policy says to one call.
 *
 * @param rule the id of the rule that decided, {@code default:read} or {@code default:ask}
 * @param version of the policy
 * @param reason what the rule tells whoever is refused or asked; may be empty
 * @param approvers who may say yes, as patterns such as {@code operator:alice} and {@code channel:web:default:anna}; empty
 *     for every operator who may approve
 * @param quorum how many of them have to: 1 or 2
 * @param failed ids of the rules whose condition could not be evaluated and counted against the call
 */
public record Opinion(
        Effect effect,
        String rule,
        long version,
        String reason,
        List<String> approvers,
        int quorum,
        List<String> failed) {
    /** Later ones beat earlier ones. */
    public enum Effect {
        ALLOW,
        ASK,
        DENY
    }

    /** How the rule is called where no rule matched: what follows it says what was assumed. */
    public static final String DEFAULT = "default:";

    /** Fits nobody: what is left when rules name approvers that have nobody in common. */
    static final String NOBODY = "nobody";

    public Opinion {
        approvers = List.copyOf(approvers);
        failed = List.copyOf(failed);
    }

    /** One that any operator may answer. */
    public Opinion(Effect effect, String rule, long version, String reason) {
        this(effect, rule, version, reason, List.of(), 1, List.of());
    }

    /** Whether that approver, {@code kind:name}, is one of those who may say yes. */
    public boolean admits(String approver) {
        return approvers.isEmpty()
                ? approver.startsWith("operator:")
                : approvers.stream().anyMatch(pattern -> Glob.of(pattern).matches(approver));
    }

    /**
     * The stricter of both; of two that ask the first, answered only by whom both name, if both name someone, and by as
     * many as either wants.
     */
    public Opinion and(Opinion other) {
        var both = new ArrayList<>(failed);
        other.failed.stream().filter(id -> !both.contains(id)).forEach(both::add);
        var stricter = other.effect.compareTo(effect) > 0 ? other : this;
        if (effect != Effect.ASK || other.effect != Effect.ASK) {
            return new Opinion(
                    stricter.effect,
                    stricter.rule,
                    stricter.version,
                    stricter.reason,
                    stricter.approvers,
                    stricter.quorum,
                    both);
        }
        return new Opinion(
                effect,
                rule,
                version,
                reason,
                common(approvers, other.approvers),
                Math.max(quorum, other.quorum),
                both);
    }

    /**
     * Made stricter by what is no rule of the operator's. A rule that asks says why and who may answer, and stays; that
     * nothing spoke for the call says less than whatever speaks against it.
     */
    public Opinion tightened(Opinion by) {
        return by.effect != Effect.ALLOW && rule.startsWith(DEFAULT) ? by.and(this) : and(by);
    }

    private static List<String> common(List<String> one, List<String> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.isEmpty() ? other : one;
        }
        var common = new ArrayList<String>();
        one.stream().filter(pattern -> covered(pattern, other)).forEach(common::add);
        other.stream()
                .filter(pattern -> !common.contains(pattern) && covered(pattern, one))
                .forEach(common::add);
        return common.isEmpty() ? List.of(NOBODY) : common;
    }

    private static boolean covered(String pattern, List<String> by) {
        return by.stream().anyMatch(wider -> Glob.of(wider).matches(pattern));
    }
}
