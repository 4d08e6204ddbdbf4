package dev.polar.host.consent;

import dev.polar.adminapi.Done;
import dev.polar.adminapi.Request;
import dev.polar.host.audit.Draft;
import dev.polar.spi.Caller;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.audit.Category;
import dev.polar.trust.text.CleanText;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** {@code operator.remove NAME}, with {@code since} if the key was stolen then; the last person cannot be removed. */
public final class RemovingOperator implements Change {
    static final String ACTION = "operator.remove";

    private final Leaving leaving;

    public RemovingOperator(Leaving leaving) {
        this.leaving = leaving;
    }

    @Override
    public String action() {
        return ACTION;
    }

    @Override
    public Prepared prepare(Request request) {
        var name = request.object();
        var operator = leaving.operators()
                .pinned()
                .named(name)
                .orElseThrow(() -> new Refusal(
                        Code.NOT_FOUND,
                        "nobody called '" + CleanText.line(name) + "' is an operator",
                        "polar operator list"));
        var departure = leaving.departure(name, request.with().getOrDefault("since", ""));
        var gone = new HashSet<>(departure.dropped());
        gone.add(name);
        leaving.requireSomebody(gone);
        var body = departure
                .json()
                .add("name", name)
                .add("key", operator.key().id().hex());
        return new Prepared("operator:" + name, body.build(), false, departure.notes());
    }

    @Override
    public Done apply(Consented consent, Map<String, String> secret) {
        var name = consent.body().getString("name");
        var draft = Draft.of(Category.TRUST, ACTION)
                .caller(new Caller.Operator(consent.operator()), "operator-key")
                .allowed()
                .fact("operator", name)
                .fact("key", consent.body().getString("key"))
                .fact("void", consent.body().getJsonArray("void").size())
                .fact("consent", consent.digest().toString());
        leaving.journal().append(draft, consent::stored);
        leaving.carriedOut();
        return new Done("removed operator " + name, Map.of("operator", name), List.of("polar operator list"));
    }
}
