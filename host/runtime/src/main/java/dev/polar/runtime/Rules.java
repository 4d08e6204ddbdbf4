package dev.polar.runtime;

import dev.polar.spi.Json;
import dev.polar.spi.policy.PolicyRule;
import dev.polar.spi.policy.ResultRule;
import jakarta.json.JsonValue;
import java.util.Map;
import java.util.function.Function;

/**
 * A plugin's rules by name, touched only inside {@link Generation#enter}.
 *
 * @param binding a value of the host's, for a rule to bind to types of its own
 */
public record Rules(
        Map<String, PolicyRule> policy, Map<String, ResultRule> results, Function<JsonValue, Json> binding) {
    /** A plugin without rules. */
    public static final Rules NONE = new Rules(Map.of(), Map.of(), value -> {
        throw new IllegalStateException("nobody asks a plugin without rules");
    });

    public Rules {
        policy = Map.copyOf(policy);
        results = Map.copyOf(results);
    }

    public boolean isEmpty() {
        return policy.isEmpty() && results.isEmpty();
    }
}
