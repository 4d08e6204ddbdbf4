package dev.polar.host.policy;

import java.time.InstantSource;
import java.util.List;

/**
 * What a policy said to a made-up call.
 *
 * @param expected {@code deny by no-deletes}, or the effect alone
 * @param was as it came out, always with the rule
 * @param failed ids of rules whose condition could not be evaluated
 */
public record CaseResult(String name, String target, String expected, String was, List<String> failed, boolean passed) {
    public CaseResult {
        failed = List.copyOf(failed);
    }

    /**
     * Tries a policy that is not in force.
     *
     * @param cases YAML; blank to read the policy only
     * @throws dev.polar.spi.Refusal {@code POLICY_INVALID} about either
     */
    public static List<CaseResult> of(String policy, String cases, InstantSource clock) {
        var candidate = PolicyFile.read(0, policy);
        return cases.isBlank()
                ? List.of()
                : PolicyCase.read(cases, clock).stream()
                        .map(each -> each.tried(candidate))
                        .toList();
    }
}
