package dev.polar.host.policy;

import dev.polar.adminapi.Done;
import dev.polar.adminapi.Request;
import dev.polar.host.audit.Draft;
import dev.polar.host.audit.Journal;
import dev.polar.host.consent.Change;
import dev.polar.host.consent.Consented;
import dev.polar.host.consent.Prepared;
import dev.polar.spi.Caller;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.audit.Category;
import dev.polar.trust.json.StrictJson;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * {@code policy.apply} puts a whole file in force ({@code yaml}); {@code policy.add} adds one rule ({@code effect}, {@code
 * target}, optionally {@code caller} and {@code id}). Either way the operator signs the whole resulting file.
 */
public final class ChangingPolicy implements Change {
    private final String action;
    private final Function<Request, String> resulting;
    private final Policies policies;
    private final Journal journal;

    private ChangingPolicy(String action, Function<Request, String> resulting, Policies policies, Journal journal) {
        this.action = action;
        this.resulting = resulting;
        this.policies = policies;
        this.journal = journal;
    }

    /** Both changes. */
    public static List<Change> changes(Policies policies, Journal journal) {
        return List.of(
                new ChangingPolicy("policy.apply", request -> required(request, "yaml"), policies, journal),
                new ChangingPolicy("policy.add", request -> oneMore(policies, request), policies, journal));
    }

    @Override
    public String action() {
        return action;
    }

    @Override
    public Prepared prepare(Request request) {
        var yaml = resulting.apply(request);
        var policy = PolicyFile.read(policies.get().version() + 1, yaml);
        var body = StrictJson.provider()
                .createObjectBuilder()
                .add("yaml", yaml)
                .add("replaces", policies.get().version())
                .build();
        return new Prepared(
                Policies.OBJECT,
                body,
                policy.rules().stream().noneMatch(rule -> rule.effect() == Opinion.Effect.ALLOW),
                List.of(policy.rules().size() + " rules; now "
                        + policies.get().rules().size()));
    }

    @Override
    public Done apply(Consented consent, Map<String, String> secret) {
        var draft = Draft.of(Category.POLICY, action)
                .caller(new Caller.Operator(consent.operator()), "operator-key")
                .allowed()
                .fact("version", consent.version())
                .fact("consent", consent.digest().toString());
        journal.append(draft, consent::stored);
        policies.put(consent);
        return new Done(
                "policy version " + consent.version() + " is in force",
                Map.of("version", Long.toString(consent.version())),
                List.of("polar policy show"));
    }

    private static String oneMore(Policies policies, Request request) {
        var effect = switch (required(request, "effect")) {
            case "allow" -> Opinion.Effect.ALLOW;
            case "ask" -> Opinion.Effect.ASK;
            case "deny" -> Opinion.Effect.DENY;
            default -> throw invalid("'effect' is allow, ask or deny");
        };
        var target = required(request, "target");
        var caller = Optional.ofNullable(request.with().get("caller")).filter(text -> !text.isBlank());
        var id = request.with()
                .getOrDefault(
                        "id",
                        effect.name().toLowerCase(Locale.ROOT) + "-"
                                + (policies.get().rules().size() + 1));
        return new OneMore(id, effect, target, caller).in(policies.yaml());
    }

    private static String required(Request request, String name) {
        var value = request.with().get(name);
        if (value == null || value.isBlank()) {
            throw invalid("'" + name + "' is missing");
        }
        return value;
    }

    private static Refusal invalid(String message) {
        return new Refusal(Code.REQUEST_INVALID, message, "polar policy --help");
    }
}
