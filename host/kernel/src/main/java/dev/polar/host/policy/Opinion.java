package dev.polar.host.policy;

/**
 * What policy says to one call.
 *
 * @param rule the id of the rule that decided, {@code default:read} or {@code default:ask}
 * @param version of the policy
 */
public record Opinion(Effect effect, String rule, long version) {
    /** Later ones beat earlier ones. */
    public enum Effect {
        ALLOW,
        ASK,
        DENY
    }
}
