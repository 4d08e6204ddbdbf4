package dev.polar.host.policy;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Policy as operators write it:
 *
 * <pre>
 * rules:
 *   - id: no-deletes
 *     effect: deny            # allow, ask or deny
 *     target: acme.github/delete_*
 *     caller: client:*        # optional
 *     when: arguments.repo != 'sandbox'   # optional, CEL
 * </pre>
 */
public final class PolicyFile {
    private static final Set<String> KEYS = Set.of("id", "effect", "target", "caller", "when");
    private static final int MAX_RULES = 1_000;
    private static final int MAX_BYTES = 256 * 1024;

    private PolicyFile() {}

    /**
     * Reads a policy; all of it or nothing.
     *
     * @throws Refusal {@code POLICY_INVALID} naming the rule and the key
     */
    public static Policy read(long version, String yaml) {
        if (yaml.length() > MAX_BYTES) {
            throw invalid("the policy is larger than 256 KiB");
        }
        var root = map(load(yaml), "the policy");
        if (!Set.of("rules").containsAll(root.keySet())) {
            throw invalid("the policy has keys besides 'rules': " + root.keySet());
        }
        if (!(root.get("rules") instanceof List<?> list) || list.size() > MAX_RULES) {
            throw invalid("'rules' is not a list of at most " + MAX_RULES);
        }
        var rules = new ArrayList<PolicyRule>();
        var ids = new HashSet<String>();
        for (var item : list) {
            var rule = rule(map(item, "rule " + (rules.size() + 1)), rules.size() + 1);
            if (!ids.add(rule.id())) {
                throw invalid("two rules are called '" + rule.id() + "'");
            }
            rules.add(rule);
        }
        return new Policy(version, rules);
    }

    /** The same policy with one rule more, as YAML. */
    public static String with(String yaml, String id, Opinion.Effect effect, String target, Optional<String> caller) {
        var start = yaml.isBlank() ? "rules:\n" : yaml.endsWith("\n") ? yaml : yaml + "\n";
        var rule = new StringBuilder(start)
                .append("  - id: ")
                .append(quote(id))
                .append("\n    effect: ")
                .append(effect.name().toLowerCase(Locale.ROOT))
                .append("\n    target: ")
                .append(quote(target))
                .append('\n');
        caller.ifPresent(
                pattern -> rule.append("    caller: ").append(quote(pattern)).append('\n'));
        return rule.toString();
    }

    private static PolicyRule rule(Map<?, ?> map, int position) {
        var id = text(map, "id").orElse("rule-" + position);
        for (var key : map.keySet()) {
            if (!KEYS.contains(key)) {
                throw invalid("rule '" + id + "' has the unknown key '" + key + "'; known are "
                        + KEYS.stream().sorted().toList());
            }
        }
        var effect = switch (text(map, "effect").orElse("")) {
            case "allow" -> Opinion.Effect.ALLOW;
            case "ask" -> Opinion.Effect.ASK;
            case "deny" -> Opinion.Effect.DENY;
            default -> throw invalid("the effect of rule '" + id + "' is not allow, ask or deny");
        };
        var target = text(map, "target").orElseThrow(() -> invalid("rule '" + id + "' names no target"));
        return new PolicyRule(
                id,
                effect,
                Glob.of(target),
                text(map, "caller").map(Glob::of).orElse(Glob.ANY),
                text(map, "when").map(when -> Condition.compile(id, when)));
    }

    private static Object load(String yaml) {
        var settings = LoadSettings.builder()
                .setLabel("policy")
                .setAllowDuplicateKeys(false)
                .setMaxAliasesForCollections(0)
                .setCodePointLimit(MAX_BYTES)
                .build();
        try {
            var value = new Load(settings).loadFromString(yaml);
            return value == null ? Map.of() : value;
        } catch (YamlEngineException e) {
            throw invalid("not YAML: " + e.getMessage());
        }
    }

    private static Map<?, ?> map(Object value, String what) {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw invalid(what + " is not a mapping");
    }

    private static Optional<String> text(Map<?, ?> map, String key) {
        return Optional.ofNullable(map.get(key)).map(value -> {
            if (value instanceof String text && !text.isBlank()) {
                return text;
            }
            throw invalid("'" + key + "' is not a text");
        });
    }

    private static String quote(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    private static Refusal invalid(String message) {
        return new Refusal(Code.POLICY_INVALID, message, "docs/operators.md shows a policy; nothing was changed");
    }
}
