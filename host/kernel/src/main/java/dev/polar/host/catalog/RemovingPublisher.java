package dev.polar.host.catalog;

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
import dev.polar.trust.text.CleanText;
import java.util.List;
import java.util.Map;

/** {@code trust.remove NAME}: its plugins are taken out at once. */
public final class RemovingPublisher implements Change {
    static final String ACTION = "trust.remove";

    private final TrustReader trust;
    private final Journal journal;
    private final TrustChanged changed;

    public RemovingPublisher(TrustReader trust, Journal journal, TrustChanged changed) {
        this.trust = trust;
        this.journal = journal;
        this.changed = changed;
    }

    @Override
    public String action() {
        return ACTION;
    }

    @Override
    public Prepared prepare(Request request) {
        var name = request.object();
        var state = trust.read();
        if (!state.enrolments().active().containsKey(name)) {
            throw new Refusal(
                    Code.NOT_FOUND, "no publisher '" + CleanText.line(name) + "' was enrolled", "polar trust list");
        }
        var plugins = state.mandates().values().stream()
                .filter(mandate -> mandate.terms().publisher().equals(name))
                .map(mandate -> mandate.terms().release())
                .sorted()
                .toList();
        var body = StrictJson.provider()
                .createObjectBuilder()
                .add("name", name)
                .add("plugins", StrictJson.provider().createArrayBuilder(plugins))
                .build();
        var notes = plugins.stream().map(plugin -> "takes out " + plugin).toList();
        return new Prepared(AddingPublisher.object(name), body, plugins.isEmpty(), notes);
    }

    @Override
    public Done apply(Consented consent, Map<String, String> secret) {
        var name = consent.body().getString("name");
        var draft = Draft.of(Category.TRUST, ACTION)
                .caller(new Caller.Operator(consent.operator()), "operator-key")
                .allowed()
                .fact("publisher", name)
                .fact("plan", consent.digest().toString());
        journal.append(draft, consent::stored);
        changed.trustChanged();
        return new Done("removed publisher " + name, Map.of("publisher", name), List.of("polar list"));
    }
}
