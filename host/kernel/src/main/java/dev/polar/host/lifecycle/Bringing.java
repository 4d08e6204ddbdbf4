package dev.polar.host.lifecycle;

import dev.polar.adminapi.Done;
import dev.polar.adminapi.Request;
import dev.polar.host.audit.Draft;
import dev.polar.host.catalog.Burst;
import dev.polar.host.consent.Change;
import dev.polar.host.consent.Consented;
import dev.polar.host.consent.Prepared;
import dev.polar.spi.Refusal;
import dev.polar.trust.audit.Category;
import java.util.Map;

/** A change that brings releases in. If they make a publisher's unusually many, that goes on record. */
record Bringing(Change change, Parts parts) implements Change {
    @Override
    public String action() {
        return change.action();
    }

    @Override
    public Prepared prepare(Request request) {
        return change.prepare(request);
    }

    @Override
    public Done apply(Consented consent, Map<String, String> secret) {
        var done = change.apply(consent, secret);
        try {
            parts.trust().read();
            parts.trust().bursts(parts.clock().instant()).stream()
                    .filter(burst -> burst.until().equals(consent.at()))
                    .forEach(burst -> parts.journal().append(draft(burst, consent)));
        } catch (Refusal unwritten) {
            // It is done and on record as such, and the alarm is computed from that.
        }
        return done;
    }

    private static Draft draft(Burst burst, Consented consent) {
        return Drafts.by(Draft.of(Category.TRUST, "publisher.burst"), consent)
                .allowed()
                .fact("publisher", burst.publisher())
                .fact("plugins", burst.plugins().size())
                .why(burst.problem());
    }

    @Override
    public Category category() {
        return change.category();
    }

    @Override
    public boolean urgent() {
        return change.urgent();
    }
}
