package dev.polar.host.policy;

import dev.polar.host.policy.Opinion.Effect;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Judges a call of which not everything is known any more: an opinion, if what is not known cannot change it. */
final class Unsure {
    private final Facts facts;
    private final Set<String> unknown;
    private final Set<Effect> possible = EnumSet.noneOf(Effect.class);

    private Unsure(Facts facts, Set<String> unknown) {
        this.facts = facts;
        this.unknown = unknown;
    }

    /**
     * From the strictest rules to the mildest: the first that surely matches decides, unless a stricter one may.
     *
     * @param otherwise what is said where no rule matches
     */
    static Optional<Opinion> judge(
            Candidates.ByEffect about, Question question, Set<String> unknown, long version, Opinion otherwise) {
        var unsure = new Unsure(new Facts(question), unknown);
        var sure = unsure.first(about.deny())
                .or(() -> unsure.first(about.ask()))
                .or(() -> unsure.first(about.allow()))
                .map(rule -> rule.opinion(version))
                .orElse(otherwise);
        return unsure.possible.stream().allMatch(sure.effect()::equals) ? Optional.of(sure) : Optional.empty();
    }

    private Optional<PolicyRule> first(List<PolicyRule> rules) {
        for (var rule : rules) {
            if (rule.dependsOn(unknown, facts.question())) {
                possible.add(rule.effect());
            } else if (rule.fit(facts).matches()) {
                return Optional.of(rule);
            }
        }
        return Optional.empty();
    }
}
