package dev.polar.host.consent;

import dev.polar.adminapi.Done;
import dev.polar.adminapi.Request;
import dev.polar.host.audit.Draft;
import dev.polar.host.audit.Journal;
import dev.polar.spi.Caller;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.audit.Category;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.PublicKey;
import dev.polar.trust.text.CleanText;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * {@code operator.add NAME} with {@code key}, a public key as PEM, {@code role} unless they are an operator, and {@code
 * may}, actions with commas, if it is automation. The first operator is whoever signs this first, with that very key, and may bring {@code recovery}, the key
 * that can give them another; from then on an operator has to sign.
 */
public final class AddingOperator implements Change {
    static final String ACTION = "operator.add";

    private static final Pattern ACTIONS = Pattern.compile("[a-z]{2,20}(\\.[a-z]{2,20})?");
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._@-]{0,63}");

    private final Operators operators;
    private final Journal journal;
    private final KeyOwners owners;

    public AddingOperator(Operators operators, Journal journal, KeyOwners owners) {
        this.operators = operators;
        this.journal = journal;
        this.owners = owners;
    }

    @Override
    public String action() {
        return ACTION;
    }

    @Override
    public Prepared prepare(Request request) {
        var name = request.object();
        if (!NAME.matcher(name).matches()) {
            throw new Refusal(
                    Code.REQUEST_INVALID,
                    "'" + CleanText.line(name) + "' is no operator's name",
                    "lower-case letters, digits and . _ @ -");
        }
        var role = OperatorRole.named(request.with().getOrDefault("role", OperatorRole.OPERATOR.label()));
        var operator =
                new Operator(name, PublicKey.ofPem(request.with().getOrDefault("key", "")), role, may(request, role));
        for (var pinned : operators.all()) {
            if (pinned.name().equals(name) || pinned.key().equals(operator.key())) {
                throw new Refusal(
                        Code.STATE_CONFLICT,
                        "operator '" + pinned.name() + "' has that name or key already",
                        "polar operator list");
            }
        }
        if (operators.pinned().knows(operator.key())) {
            throw new Refusal(
                    Code.KEY_INVALID,
                    "that key was an operator's before, or can only recover one",
                    "make a new one: polar key new --operator FILE");
        }
        owners.requireNobodys(operator.key());
        var first = operators.all().isEmpty();
        var body = StrictJson.provider().createObjectBuilder(operator.json());
        recovery(request, operator, first)
                .ifPresent(key -> body.add("recovery", Base64.getEncoder().encodeToString(key.raw())));
        return new Prepared("operator:" + name, body.build(), first, notes(operator));
    }

    private static List<String> notes(Operator operator) {
        var key = "key " + operator.key().id().fingerprint();
        return operator.person()
                ? List.of(key, operator.role().reach())
                : List.of(key, "automation: may consent to nothing else");
    }

    private static Optional<SortedSet<String>> may(Request request, OperatorRole role) {
        if (!request.with().containsKey("may")) {
            return Optional.empty();
        }
        var actions = new TreeSet<String>();
        for (var action : request.with().get("may").split(",")) {
            if (!ACTIONS.matcher(action).matches() || action.startsWith("operator.") || Quorum.takesPeople(action)) {
                throw new Refusal(
                        Code.REQUEST_INVALID,
                        "'" + CleanText.line(action) + "' is nothing that automation may consent to",
                        "actions as the audit names them: --may install,enable,update");
            }
            if (action.equals(Operator.PACK) ? !role.packs() : !role.consents(action)) {
                throw new Refusal(
                        Code.REQUEST_INVALID,
                        "an " + role.label() + " cannot consent to '" + action + "'",
                        "an " + role.label() + " " + role.reach());
            }
            actions.add(action);
        }
        return Optional.of(actions);
    }

    private static Optional<PublicKey> recovery(Request request, Operator operator, boolean first) {
        if (first && !operator.whole()) {
            throw new Refusal(
                    Code.OPERATOR_REQUIRED,
                    "the first operator is a person who may consent to everything",
                    "enrol a person's key before automation and other roles");
        }
        var pem = request.with().getOrDefault("recovery", "");
        if (pem.isEmpty()) {
            return Optional.empty();
        }
        var key = PublicKey.ofPem(pem);
        if (!first || key.equals(operator.key())) {
            throw new Refusal(
                    Code.REQUEST_INVALID,
                    "only the first operator brings a recovery key, another than their own",
                    "without it");
        }
        return Optional.of(key);
    }

    @Override
    public Done apply(Consented consent, Map<String, String> secret) {
        var operator = Operator.of(consent.body());
        var draft = Draft.of(Category.TRUST, ACTION)
                .caller(new Caller.Operator(consent.operator()), "operator-key")
                .allowed()
                .fact("operator", operator.name())
                .fact("role", operator.role().label())
                .fact("key", operator.key().id().hex())
                .fact("consent", consent.digest().toString());
        var intent = journal.intent(draft);
        // Everyone else is pinned by the stored consent; for the first there is no operator yet to believe it.
        if (operators.all().isEmpty()) {
            operators.pin(
                    operator,
                    Optional.ofNullable(consent.body().getString("recovery", null))
                            .map(Operator::key));
        }
        journal.append(draft.asOutcome(intent), consent::stored);
        return new Done(
                "added " + operator.role().label() + " " + operator.name(),
                Map.of("operator", operator.name(), "key", operator.key().id().hex()),
                List.of("polar operator list"));
    }
}
