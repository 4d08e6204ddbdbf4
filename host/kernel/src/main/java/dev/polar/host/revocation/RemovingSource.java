package dev.polar.host.revocation;

import dev.polar.adminapi.Done;
import dev.polar.adminapi.Request;
import dev.polar.host.audit.Draft;
import dev.polar.host.audit.Journal;
import dev.polar.host.consent.Change;
import dev.polar.host.consent.Consented;
import dev.polar.host.consent.Prepared;
import dev.polar.spi.Caller;
import dev.polar.trust.audit.Category;
import dev.polar.trust.json.StrictJson;
import java.util.List;
import java.util.Map;

/** {@code revocations.remove NAME}: it is no longer fetched and no longer runs out. What it took back stays taken back. */
final class RemovingSource implements Change {
    private final RevocationList revocations;
    private final Journal journal;
    private final RevocationsChanged changed;

    RemovingSource(RevocationList revocations, Journal journal, RevocationsChanged changed) {
        this.revocations = revocations;
        this.journal = journal;
        this.changed = changed;
    }

    @Override
    public String action() {
        return Sources.REMOVE;
    }

    @Override
    public Prepared prepare(Request request) {
        var source = revocations.sources().requireActive(request.object());
        var body = StrictJson.provider()
                .createObjectBuilder()
                .add("name", source.name())
                .build();
        int entries =
                revocations.listOf(source).map(list -> list.entries().size()).orElse(0);
        return new Prepared(
                Sources.object(source.name()),
                body,
                true,
                List.of("its " + entries + " entries stay in force; polar revocations lift lets one in again"));
    }

    @Override
    public Done apply(Consented consent, Map<String, String> secret) {
        var name = consent.body().getString("name");
        journal.append(
                Draft.of(Category.TRUST, Sources.REMOVE)
                        .caller(new Caller.Operator(consent.operator()), "operator-key")
                        .allowed()
                        .fact("list", name)
                        .fact("consent", consent.digest().toString()),
                consent::stored);
        revocations.put(consent);
        changed.revocationsChanged();
        return new Done(
                "removed revocation list " + name + "; what it took back stays taken back",
                Map.of("list", name),
                List.of("polar revocations list"));
    }
}
