package dev.polar.host.policy;

import dev.polar.host.policy.Opinion.Effect;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The rules in force. */
public final class Policy {
    /** No rules: reading is allowed, everything else is asked. */
    public static final Policy NONE = new Policy(0, List.of(), List.of(), LimitRules.NONE);

    private final long version;
    private final List<PolicyRule> rules;
    private final List<Glob> confidential;
    private final LimitRules limits;
    private final Candidates candidates;
    private final Optional<Refusal> closed;

    /**
     * @param version the consent that put them in force; 0 for none
     * @param confidential targets whose answers count as private data
     * @param limits how often, how many at once, how much
     */
    Policy(long version, List<PolicyRule> rules, List<Glob> confidential, LimitRules limits) {
        this(version, rules, confidential, limits, Optional.empty());
    }

    private Policy(
            long version,
            List<PolicyRule> rules,
            List<Glob> confidential,
            LimitRules limits,
            Optional<Refusal> closed) {
        this.version = version;
        this.closed = closed;
        this.rules = List.copyOf(rules);
        this.confidential = List.copyOf(confidential);
        this.limits = limits;
        this.candidates = new Candidates(this.rules);
    }

    /** One that lets nothing through, because what stands in it cannot be read. */
    static Policy closed(long version, String why) {
        var deny = new PolicyRule(
                "unreadable-policy",
                Effect.DENY,
                Glob.ANY,
                Glob.ANY,
                Optional.empty(),
                "the policy in force cannot be read",
                List.of(),
                1);
        var problem = new Refusal(
                Code.POLICY_INVALID,
                "policy version " + version + " cannot be read, so every call is denied: " + why,
                "polar policy apply a corrected file, or polar policy rollback VERSION");
        return new Policy(version, List.of(deny), List.of(), LimitRules.NONE, Optional.of(problem));
    }

    /** Why it lets nothing through, if what stands in it cannot be read. */
    Optional<Refusal> closed() {
        return closed;
    }

    /** The consent that put it in force; 0 for none. */
    public long version() {
        return version;
    }

    /** All rules, in the order of the file. */
    public List<PolicyRule> rules() {
        return rules;
    }

    /** All rules as people read them. */
    public List<RuleLine> lines() {
        return rules.stream().map(RuleLine::of).toList();
    }

    /** Targets whose answers count as private data. */
    public List<Glob> confidential() {
        return confidential;
    }

    /** Whether what that target answers counts as private data. */
    public boolean isPrivate(String target) {
        return confidential.stream().anyMatch(pattern -> pattern.matches(target));
    }

    /** How often, how many at once, how much. */
    public LimitRules limits() {
        return limits;
    }

    /** Judges one call: deny beats ask beats allow, and the first matching rule of the winning effect is named. */
    public Opinion judge(Question question) {
        var facts = new Facts(question);
        var about = candidates.of(question.target());
        var failed = new ArrayList<String>(0);
        for (var rule : about.deny()) {
            if (matches(rule, facts, failed)) {
                return with(failed, rule.opinion(version));
            }
        }
        Opinion asked = null;
        for (var rule : about.ask()) {
            if (matches(rule, facts, failed)) {
                asked = asked == null ? rule.opinion(version) : asked.and(rule.opinion(version));
            }
        }
        if (asked != null) {
            return with(failed, asked);
        }
        for (var rule : about.allow()) {
            if (matches(rule, facts, failed)) {
                return with(failed, rule.opinion(version));
            }
        }
        return with(failed, otherwise(question));
    }

    /** Every rule, in the order of the file, and how it fits that call. */
    public Explanation explain(Question question) {
        var facts = new Facts(question);
        return new Explanation(
                rules.stream()
                        .map(rule -> Explanation.Look.at(rule, rule.fit(facts)))
                        .toList(),
                judge(question));
    }

    /**
     * As {@link #judge(Question)}, of a call of which not everything is known.
     *
     * @param unknown the variables of conditions that the question does not tell
     * @return empty if it depends on them
     */
    public Optional<Opinion> judge(Question question, Set<String> unknown) {
        return unknown.isEmpty()
                ? Optional.of(judge(question))
                : Unsure.judge(candidates.of(question.target()), question, unknown, version, otherwise(question));
    }

    /** Whether a condition reads that variable. */
    public boolean names(String variable) {
        return rules.stream().anyMatch(rule -> rule.names(Set.of(variable)));
    }

    private static boolean matches(PolicyRule rule, Facts facts, List<String> failed) {
        var fit = rule.fit(facts);
        if (fit.failed()) {
            failed.add(rule.id());
        }
        return fit.matches();
    }

    private Opinion otherwise(Question question) {
        return question.reads()
                ? new Opinion(Effect.ALLOW, Opinion.DEFAULT + "read", version, "")
                : new Opinion(Effect.ASK, Opinion.DEFAULT + "ask", version, "");
    }

    private static Opinion with(List<String> failed, Opinion opinion) {
        return failed.isEmpty()
                ? opinion
                : new Opinion(
                        opinion.effect(),
                        opinion.rule(),
                        opinion.version(),
                        opinion.reason(),
                        opinion.approvers(),
                        opinion.quorum(),
                        failed);
    }
}
