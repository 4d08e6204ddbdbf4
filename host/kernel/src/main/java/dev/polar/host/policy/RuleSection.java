package dev.polar.host.policy;

import dev.polar.host.policy.Opinion.Effect;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** {@code rules:} of a policy. */
final class RuleSection {
    static final String KEY = "rules";
    private static final Set<String> KEYS =
            Set.of("id", "effect", "target", "caller", "when", "reason", "approvers", "quorum");
    private static final Pattern APPROVER =
            Pattern.compile("operator:([^*\\s]+\\*?|\\*)|channel:[^*:\\s]+:[^*:\\s]+:([^*\\s]+\\*?|\\*)");
    private static final int MOST_RULES = 1_000;
    private static final int LONGEST_REASON = 300;

    private RuleSection() {}

    static List<PolicyRule> read(Section policy) {
        var rules = new ArrayList<PolicyRule>();
        var lines = new HashMap<String, Integer>();
        var written = policy.list(KEY, "rule");
        if (written.size() > MOST_RULES) {
            throw policy.wrong(KEY, "a list of at most " + MOST_RULES);
        }
        for (var each : written) {
            var rule = rule(each, rules.size() + 1);
            var before = lines.put(rule.id(), each.line());
            if (before != null) {
                throw Section.invalid(
                        "two rules are called '" + rule.id() + "', in line " + before + " and in line " + each.line());
            }
            rules.add(rule);
        }
        return rules;
    }

    private static PolicyRule rule(Section section, int position) {
        var id = section.text("id").orElse("rule-" + position);
        var rule = section.called("rule '" + id + "' (line " + section.line() + ")")
                .only(KEYS);
        var effect = switch (rule.text("effect").orElse("")) {
            case "allow" -> Effect.ALLOW;
            case "ask" -> Effect.ASK;
            case "deny" -> Effect.DENY;
            default -> throw rule.wrong("effect", "allow, ask or deny");
        };
        if (effect != Effect.ASK && (rule.has("approvers") || rule.has("quorum"))) {
            throw Section.invalid(rule.name() + " names approvers or a quorum, and does not ask");
        }
        return new PolicyRule(
                id,
                effect,
                Glob.of(rule.text("target").orElseThrow(() -> Section.invalid(rule.name() + " names no target"))),
                rule.text("caller").map(Glob::of).orElse(Glob.ANY),
                rule.text("when").map(when -> Condition.compile(rule.name(), when)),
                reason(rule),
                approvers(rule),
                quorum(rule));
    }

    private static String reason(Section rule) {
        var reason = rule.text("reason").orElse("");
        if (reason.length() > LONGEST_REASON || reason.chars().anyMatch(Character::isISOControl)) {
            throw rule.wrong("reason", "one line of at most " + LONGEST_REASON + " characters");
        }
        return reason;
    }

    private static List<String> approvers(Section rule) {
        var approvers = rule.texts("approvers");
        if (rule.has("approvers") && approvers.isEmpty() || !approvers.stream().allMatch(RuleSection::isApprover)) {
            throw rule.wrong("approvers", "a list such as operator:alice, channel:web:default:anna");
        }
        return approvers;
    }

    /**
     * A person, or all of one kind: agents and plugins approve nothing, whatever a pattern would let through. With a star
     * only at the end two patterns have nobody in common, or one has all of the other's.
     */
    private static boolean isApprover(String pattern) {
        return APPROVER.matcher(pattern).matches();
    }

    private static int quorum(Section rule) {
        int quorum = rule.number("quorum").orElse(1);
        if (quorum > 2) {
            throw rule.wrong("quorum", "1 or 2");
        }
        return quorum;
    }
}
