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
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * {@code policy.apply} puts a whole file in force ({@code yaml}); {@code policy.add} adds one rule ({@code effect}, {@code
 * target}, optionally {@code caller} and {@code id}); {@code policy.rollback} puts what an earlier version said ({@code
 * version}) in force again, as a new one. Each time the operator signs the whole resulting file.
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

    /** All three. */
    public static List<Change> changes(Policies policies, Journal journal) {
        return List.of(
                new ChangingPolicy(Policies.APPLY, request -> required(request, "yaml"), policies, journal),
                new ChangingPolicy(Policies.ADD, request -> oneMore(policies, request), policies, journal),
                new ChangingPolicy(Policies.ROLLBACK, request -> earlier(policies, request), policies, journal));
    }

    @Override
    public String action() {
        return action;
    }

    @Override
    public Prepared prepare(Request request) {
        var yaml = resulting.apply(request);
        var policy = PolicyFile.read(policies.get().version() + 1, yaml);
        var delta = PolicyDelta.between(policies.get(), policy);
        var differences = StrictJson.provider().createArrayBuilder();
        delta.lines().forEach(differences::add);
        var body = StrictJson.provider()
                .createObjectBuilder()
                .add("yaml", yaml)
                .add("digest", PolicyVersion.digest(yaml))
                .add("delta", differences)
                .add("replaces", policies.get().version())
                .build();
        return new Prepared(
                Policies.OBJECT,
                body,
                !delta.wider(),
                List.of(
                        policy.rules().size() + " rules; now "
                                + policies.get().rules().size(),
                        delta.changes().isEmpty()
                                ? "nothing would be different"
                                : delta.wider() ? "WIDER" : "not wider"));
    }

    @Override
    public Done apply(Consented consent, Map<String, String> secret) {
        var draft = Draft.of(Category.POLICY, action)
                .caller(new Caller.Operator(consent.operator()), "operator-key")
                .allowed()
                .delta(consent.body().getJsonArray("delta"))
                .fact("version", consent.version())
                .fact("digest", PolicyVersion.digest(consent.body().getString("yaml")))
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
        var id = Optional.ofNullable(request.with().get("id"))
                .orElseGet(() -> free(policies, effect.name().toLowerCase(Locale.ROOT)));
        return new OneMore(id, effect, target, given(request, "caller"), given(request, "reason"), approvers(request))
                .in(policies.yaml());
    }

    /** Separated by commas, which no name of an approver has. */
    private static List<String> approvers(Request request) {
        return given(request, "approvers")
                .map(all -> List.of(all.split(" *, *")))
                .orElse(List.of());
    }

    private static Optional<String> given(Request request, String name) {
        return Optional.ofNullable(request.with().get(name)).filter(text -> !text.isBlank());
    }

    private static String free(Policies policies, String word) {
        var taken = policies.get().rules().stream().map(PolicyRule::id).collect(Collectors.toSet());
        return IntStream.iterate(taken.size() + 1, i -> i + 1)
                .mapToObj(i -> word + "-" + i)
                .filter(id -> !taken.contains(id))
                .findFirst()
                .orElseThrow();
    }

    private static String earlier(Policies policies, Request request) {
        var version = required(request, "version");
        if (!version.matches("[1-9][0-9]{0,17}")) {
            throw invalid("'" + version + "' is no version of the policy");
        }
        return policies.version(Long.parseLong(version)).yaml();
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
