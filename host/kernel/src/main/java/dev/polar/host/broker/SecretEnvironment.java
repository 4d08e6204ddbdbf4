package dev.polar.host.broker;

import dev.polar.runtime.child.Cage;
import dev.polar.runtime.child.Granted;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.permission.Grant;
import dev.polar.trust.permission.SecretAccess;
import dev.polar.trust.permission.SecretAccess.Verb;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The values that a plugin's own processes see, each in the variable of its secret's name: {@code github-token} in
 * {@code GITHUB_TOKEN}. That they are seen is on record before a process starts.
 *
 * @param grant what the generation was admitted with: its processes start before it is in the snapshot
 */
record SecretEnvironment(Owner owner, Grant grant, KeptSecrets secrets, SecretUse use)
        implements Supplier<Map<String, String>> {

    /** @throws Refusal {@code SECRET_MISSING}, {@code SECRET_INVALID} */
    @Override
    public Map<String, String> get() {
        var values = new TreeMap<String, String>();
        for (var name : names()) {
            var secret = secrets.require(owner, name, "env");
            if (values.put(variable(name), Cage.hidden(secret.value())) != null) {
                throw invalid(name, "another secret of " + owner.plugin() + " has the same");
            }
            use.seen(secret.terms());
        }
        return values;
    }

    private List<String> names() {
        return grant.permissions().stream()
                .map(permission -> permission.access())
                .filter(access -> access instanceof SecretAccess secret && secret.verb() == Verb.ENV)
                .map(access -> ((SecretAccess) access).name())
                .distinct()
                .toList();
    }

    /** Upper case, with {@code _} for whatever a variable's name cannot hold. */
    static String variable(String name) {
        var upper = name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
        var variable = Character.isDigit(upper.charAt(0)) ? "_" + upper : upper;
        if (Granted.environment().containsKey(variable)) {
            throw invalid(name, "that one is the host's");
        }
        return variable;
    }

    private static Refusal invalid(String name, String why) {
        return new Refusal(
                Code.SECRET_INVALID,
                "secret '" + name + "' has no variable of its own: " + why,
                "its author gives it another name",
                Map.of("secret", name));
    }
}
