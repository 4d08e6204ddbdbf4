package dev.polar.host.consent;

import dev.polar.adminapi.Done;
import dev.polar.adminapi.Request;
import dev.polar.host.audit.Draft;
import dev.polar.host.audit.Journal;
import dev.polar.spi.Caller;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.audit.Category;
import dev.polar.trust.key.PublicKey;
import dev.polar.trust.text.CleanText;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * {@code operator.add NAME} with {@code key}, a public key as PEM. The first operator is whoever signs this first, with
 * that very key; from then on an operator has to.
 */
public final class AddingOperator implements Change {
    static final String ACTION = "operator.add";

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._@-]{0,63}");

    private final Operators operators;
    private final Journal journal;

    public AddingOperator(Operators operators, Journal journal) {
        this.operators = operators;
        this.journal = journal;
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
        var operator = new Operator(name, PublicKey.ofPem(request.with().getOrDefault("key", "")));
        for (var pinned : operators.all()) {
            if (pinned.name().equals(name) || pinned.key().equals(operator.key())) {
                throw new Refusal(
                        Code.STATE_CONFLICT,
                        "operator '" + pinned.name() + "' has that name or key already",
                        "polar key show");
            }
        }
        var first = operators.all().isEmpty();
        return new Prepared(
                "operator:" + name,
                operator.json(),
                first,
                List.of("key " + operator.key().id().fingerprint()));
    }

    @Override
    public Done apply(Consented consent, Map<String, String> secret) {
        var operator = Operator.of(consent.body());
        var draft = Draft.of(Category.TRUST, ACTION)
                .caller(new Caller.Operator(consent.operator()), "operator-key")
                .allowed()
                .fact("operator", operator.name())
                .fact("key", operator.key().id().hex())
                .fact("consent", consent.digest().toString());
        var intent = journal.intent(draft);
        operators.pin(operator);
        journal.append(draft.asOutcome(intent), (transaction, seq) -> {
            consent.store(transaction);
            return seq;
        });
        return new Done(
                "added operator " + operator.name(),
                Map.of("operator", operator.name(), "key", operator.key().id().hex()),
                List.of("polar key show"));
    }
}
