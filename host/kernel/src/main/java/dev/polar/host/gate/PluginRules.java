package dev.polar.host.gate;

import dev.polar.host.policy.Opinion;
import dev.polar.host.policy.Opinion.Effect;
import dev.polar.host.policy.Question;
import dev.polar.host.snapshot.Watch;
import dev.polar.spi.Refusal;
import java.util.TreeSet;

/** The rules of plugins that watch the call: all of them are asked, and each can only make the opinion stricter. */
final class PluginRules implements Tightening {
    private final Observers observers;

    PluginRules(Observers observers) {
        this.observers = observers;
    }

    @Override
    public Opinion tighten(Passage passage, Question question, Opinion opinion) {
        var strictest = opinion;
        for (var watch : observers.watching(question.target())) {
            try {
                var rules = observers.require(watch).generation().rules();
                for (var rule : new TreeSet<>(rules.policy().keySet())) {
                    var said = ask(watch, rule, question, opinion.version());
                    passage.besides(said);
                    strictest = strictest.tightened(said);
                }
            } catch (Refusal failed) {
                var rule = failed.details().getOrDefault("rule", "plugin:" + watch.plugin());
                var denied = new Opinion(Effect.DENY, rule, opinion.version(), "it fails");
                passage.besides(denied);
                passage.judged(strictest.tightened(denied));
                throw failed;
            }
        }
        return strictest;
    }

    private Opinion ask(Watch watch, String rule, Question question, long version) {
        return observers.ask(watch, rule, rules -> () -> {
            var name = Observers.name(watch, rule);
            var said = rules.policy().get(rule).judge(RuleQuestions.of(question, watch, rules));
            return switch (said) {
                case dev.polar.spi.policy.Opinion.Pass() -> new Opinion(Effect.ALLOW, name, version, "");
                case dev.polar.spi.policy.Opinion.Ask(var why) ->
                    new Opinion(Effect.ASK, name, version, RuleQuestions.reason(why));
                case dev.polar.spi.policy.Opinion.Deny(var why) ->
                    new Opinion(Effect.DENY, name, version, RuleQuestions.reason(why));
            };
        });
    }
}
