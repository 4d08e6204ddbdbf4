package dev.polar.host.admin;

import dev.polar.adminapi.CaseRow;
import dev.polar.adminapi.PolicyRow;
import dev.polar.adminapi.PolicyText;
import dev.polar.adminapi.PolicyTrial;
import dev.polar.adminapi.RuleRow;
import dev.polar.host.policy.CaseResult;
import dev.polar.host.policy.Policies;
import dev.polar.host.policy.Policy;
import dev.polar.host.policy.PolicyDelta;
import dev.polar.host.policy.PolicyVersion;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Policy as an operator looks at it, and tries it. */
final class PolicyViews {
    private static final int MOST_VERSIONS = 100;

    private final Policies policies;
    private final InstantSource clock;

    PolicyViews(Policies policies, InstantSource clock) {
        this.policies = policies;
        this.clock = clock;
    }

    List<RuleRow> rules() {
        return policies.get().lines().stream()
                .map(line -> new RuleRow(
                        line.id(),
                        line.effect(),
                        line.target(),
                        line.caller(),
                        line.condition(),
                        line.reason(),
                        line.approvers(),
                        line.quorum()))
                .toList();
    }

    /** The text in force, or of the {@code version} that is asked for. */
    PolicyText text(Map<String, String> query) {
        var asked = query.getOrDefault("version", "");
        if (asked.isEmpty() && policies.versions().isEmpty()) {
            return new PolicyText(0, "", "");
        }
        var version = asked.isEmpty()
                ? policies.versions().getLast()
                : policies.version(asked.matches("[0-9]{1,18}") ? Long.parseLong(asked) : 0);
        return new PolicyText(version.version(), version.digest(), version.yaml());
    }

    /** The last hundred, newest first. */
    List<PolicyRow> history() {
        var rows = new ArrayList<PolicyRow>();
        var versions = policies.versions();
        int from = Math.max(0, versions.size() - MOST_VERSIONS);
        var before = from == 0 ? Policy.NONE : versions.get(from - 1).read();
        for (var version : versions.subList(from, versions.size())) {
            var policy = version.read();
            rows.addFirst(row(version, policy, PolicyDelta.between(before, policy)));
            before = policy;
        }
        return rows;
    }

    private static PolicyRow row(PolicyVersion version, Policy policy, PolicyDelta delta) {
        return new PolicyRow(
                version.version(),
                version.action(),
                String.join("+", version.operators()),
                version.at().toString(),
                version.digest(),
                policy.rules().size(),
                delta.count("+"),
                delta.count("-"),
                delta.count("~"),
                delta.wider());
    }

    List<CaseRow> trial(PolicyTrial trial) {
        return CaseResult.of(text(trial.yaml()), text(trial.cases()), clock).stream()
                .map(result -> new CaseRow(
                        result.name(),
                        result.target(),
                        result.expected(),
                        result.was(),
                        result.failed(),
                        result.passed()))
                .toList();
    }

    private static String text(String sent) {
        return sent == null ? "" : sent;
    }
}
