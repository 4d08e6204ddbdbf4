package dev.polar.host.consent;

import dev.polar.adminapi.Done;
import dev.polar.adminapi.Request;
import dev.polar.host.audit.Draft;
import dev.polar.host.audit.Journal;
import dev.polar.spi.Caller;
import dev.polar.trust.audit.Category;
import dev.polar.trust.json.StrictJson;
import java.util.List;
import java.util.Map;

/** The smallest change that is on the record, as every real one is. */
record Recorded(Journal journal, String action) implements Change {
    @Override
    public Prepared prepare(Request request) {
        var body = StrictJson.provider()
                .createObjectBuilder()
                .add("word", request.object())
                .build();
        return new Prepared("word:" + request.object(), body, true, List.of());
    }

    @Override
    public Done apply(Consented consent, Map<String, String> secret) {
        var draft = Draft.of(Category.TRUST, action)
                .caller(new Caller.Operator(consent.operator()), "operator-key")
                .allowed()
                .fact("consent", consent.digest().toString());
        journal.append(draft, (transaction, seq) -> {
            consent.store(transaction);
            return seq;
        });
        return new Done("done", Map.of(), List.of());
    }
}
