package dev.polar.host.policy;

import dev.polar.spi.Refusal;
import java.util.Set;

/**
 * Policy as operators write it:
 *
 * <pre>
 * rules:
 *   - id: no-deletes
 *     effect: deny                        # allow, ask or deny
 *     target: acme.github/delete_*
 *     caller: client:*                    # optional
 *     when: arguments.repo != 'sandbox'   # optional, CEL
 *     reason: deletes go through the shop # optional, told to whoever is refused or asked
 *     approvers: [operator:alice]         # optional, of an ask
 *     quorum: 2                           # optional, of an ask
 * limits: {rates: [], concurrency: [], budgets: []} # optional, see LimitSection
 * private: [acme.mail/*]                  # optional: what these answer is private data
 * </pre>
 *
 * <p>Each section is read by a class of its own.
 */
public final class PolicyFile {
    private static final Set<String> SECTIONS = Set.of(RuleSection.KEY, PrivateSection.KEY, LimitSection.KEY);

    private PolicyFile() {}

    /**
     * Reads a policy; all of it or nothing.
     *
     * @throws Refusal {@code POLICY_INVALID} naming the rule or section, the key, its line, and what was probably meant
     */
    public static Policy read(long version, String yaml) {
        var policy = YamlText.read("the policy", yaml).only(SECTIONS);
        return new Policy(version, RuleSection.read(policy), PrivateSection.read(policy), LimitSection.read(policy));
    }
}
