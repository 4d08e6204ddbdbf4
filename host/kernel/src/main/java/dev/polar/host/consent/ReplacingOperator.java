package dev.polar.host.consent;

import dev.polar.adminapi.Done;
import dev.polar.adminapi.Request;
import dev.polar.host.audit.Draft;
import dev.polar.spi.Caller;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.audit.Category;
import dev.polar.trust.key.PublicKey;
import dev.polar.trust.text.CleanText;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * {@code operator.replace NAME} with {@code key}, and {@code since} if the old one was stolen then. Another operator says
 * so, never the key itself; or, as {@code operator.recover}, the recovery key, which can do nothing else.
 */
public final class ReplacingOperator implements Change {
    static final String REPLACE = "operator.replace";
    static final String RECOVER = "operator.recover";

    private final String action;
    private final Leaving leaving;
    private final KeyOwners owners;

    private ReplacingOperator(String action, Leaving leaving, KeyOwners owners) {
        this.action = action;
        this.leaving = leaving;
        this.owners = owners;
    }

    /** By another operator, and by the recovery key. */
    public static List<Change> changes(Leaving leaving, KeyOwners owners) {
        return List.of(
                new ReplacingOperator(REPLACE, leaving, owners), new ReplacingOperator(RECOVER, leaving, owners));
    }

    @Override
    public String action() {
        return action;
    }

    @Override
    public Prepared prepare(Request request) {
        var name = request.object();
        requireKnown(name);
        var key = PublicKey.ofPem(request.with().getOrDefault("key", ""));
        if (leaving.operators().pinned().knows(key)) {
            throw new Refusal(
                    Code.KEY_INVALID,
                    "that key is, or was, an operator's already",
                    "make a new one: polar key new --operator FILE");
        }
        owners.requireNobodys(key);
        var departure = leaving.departure(name, request.with().getOrDefault("since", ""));
        var body = departure
                .json()
                .add("name", name)
                .add("key", Base64.getEncoder().encodeToString(key.raw()));
        var notes = Stream.concat(Stream.of("new key " + key.id().fingerprint()), departure.notes().stream());
        return new Prepared("operator:" + name, body.build(), false, notes.toList());
    }

    private void requireKnown(String name) {
        var pinned = leaving.operators().pinned();
        if (action.equals(RECOVER) && pinned.recovery().isEmpty()) {
            throw new Refusal(
                    Code.OPERATOR_REQUIRED,
                    "this installation has no recovery key",
                    "another operator can: polar operator replace " + CleanText.line(name));
        }
        // Whoever stole a key may have removed its owner.
        var were = new HashSet<String>();
        pinned.operators().forEach(operator -> were.add(operator.name()));
        if (action.equals(RECOVER)) {
            pinned.former().forEach(former -> were.add(former.operator().name()));
        }
        if (!were.contains(name)) {
            throw new Refusal(
                    Code.NOT_FOUND,
                    "nobody called '" + CleanText.line(name) + "' is an operator",
                    "polar operator list");
        }
    }

    @Override
    public Done apply(Consented consent, Map<String, String> secret) {
        var name = consent.body().getString("name");
        var key = Operator.key(consent.body().getString("key")).id();
        var draft = Draft.of(Category.TRUST, action)
                .caller(
                        new Caller.Operator(consent.operator()),
                        action.equals(RECOVER) ? "recovery-key" : "operator-key")
                .allowed()
                .fact("operator", name)
                .fact("key", key.hex())
                .fact("void", consent.body().getJsonArray("void").size())
                .fact("dropped", consent.body().getJsonArray("dropped"))
                .fact("consent", consent.digest().toString());
        leaving.journal().append(draft, consent::stored);
        leaving.carriedOut();
        return new Done(
                "operator " + name + " has another key",
                Map.of("operator", name, "key", key.hex()),
                List.of("polar operator list", "polar list"));
    }
}
