package dev.polar.runtime.worker;

import dev.polar.runtime.Rules;
import dev.polar.spi.policy.PolicyRule;
import dev.polar.spi.policy.ResultRule;
import jakarta.json.JsonObjectBuilder;
import java.util.HashMap;
import java.util.Set;
import java.util.function.Function;

/** The rules in a worker. What they answer is the plugin's word, as it is of one in the host. */
final class RemoteRules {
    /** Asks a rule in the worker. */
    interface Line {
        <T> T ask(String rule, JsonObjectBuilder params, Function<Members, T> reader);
    }

    private RemoteRules() {}

    static Rules of(Set<String> policyRules, Set<String> resultRules, Line line) {
        var policy = new HashMap<String, PolicyRule>();
        policyRules.forEach(name -> policy.put(
                name,
                question ->
                        line.ask(name, Members.builder().add("call", RuleJson.write(question)), RuleJson::opinion)));
        var results = new HashMap<String, ResultRule>();
        resultRules.forEach(name -> results.put(
                name,
                question ->
                        line.ask(name, Members.builder().add("result", RuleJson.write(question)), RuleJson::review)));
        return new Rules(policy, results, Handed::new);
    }
}
