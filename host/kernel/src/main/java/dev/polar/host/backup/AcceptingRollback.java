package dev.polar.host.backup;

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
import jakarta.json.JsonString;
import java.util.List;
import java.util.Map;

/** {@code trust.accept-rollback}: the operator has seen what the database lost, each by name, and goes on without it. */
public final class AcceptingRollback implements Change {
    static final String ACTION = "trust.accept-rollback";

    private final TrustMemory memory;
    private final Journal journal;

    public AcceptingRollback(TrustMemory memory, Journal journal) {
        this.memory = memory;
        this.journal = journal;
    }

    @Override
    public String action() {
        return ACTION;
    }

    @Override
    public Prepared prepare(Request request) {
        var fallen = memory.fallen();
        if (fallen.isEmpty()) {
            throw new Refusal(
                    Code.NOT_FOUND, "the database holds everything this host has seen", "polar status; nothing to do");
        }
        var body = StrictJson.provider()
                .createObjectBuilder()
                .add("lost", StrictJson.provider().createArrayBuilder(TrustMemory.texts(fallen)))
                .build();
        return new Prepared(
                "trust:rollback",
                body,
                false,
                List.of(
                        "what was decided in between no longer holds: look at polar list, trust list and client list",
                        "revocations are not among it: those of this data directory stay in force"));
    }

    @Override
    public Done apply(Consented consent, Map<String, String> secret) {
        var signed = consent.body().getJsonArray("lost").getValuesAs(JsonString::getString);
        var fallen = memory.fallen().stream()
                .filter(lost -> signed.contains(lost.toString()))
                .toList();
        var draft = Draft.of(Category.TRUST, ACTION)
                .caller(new Caller.Operator(consent.operator()), "operator-key")
                .allowed()
                .fact("lost", consent.body().getJsonArray("lost"))
                .fact("consent", consent.digest().toString());
        journal.append(draft, consent::stored);
        memory.accept(fallen);
        return new Done(
                "went on without " + fallen.size() + (fallen.size() == 1 ? " decision" : " decisions"),
                Map.of("lost", String.join("; ", TrustMemory.texts(fallen))),
                List.of("polar list", "polar audit list"));
    }
}
