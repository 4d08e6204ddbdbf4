package dev.polar.host.retention;

import dev.polar.adminapi.Done;
import dev.polar.adminapi.Request;
import dev.polar.host.audit.Draft;
import dev.polar.host.audit.Journal;
import dev.polar.host.audit.LegalHolds;
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

/** {@code hold.remove NAME} with {@code reason}: what it held may be pruned again. */
public final class LiftingHold implements Change {
    private final LegalHolds holds;
    private final Journal journal;

    public LiftingHold(LegalHolds holds, Journal journal) {
        this.holds = holds;
        this.journal = journal;
    }

    @Override
    public String action() {
        return "hold.remove";
    }

    @Override
    public Category category() {
        return Category.AUDIT;
    }

    @Override
    public Prepared prepare(Request request) {
        var hold = holds.named(request.object())
                .orElseThrow(() -> new Refusal(
                        Code.NOT_FOUND,
                        "there is no hold '" + CleanText.line(request.object()) + "'",
                        "polar audit hold list"));
        var reason = request.with().getOrDefault("reason", "");
        if (reason.isBlank()) {
            throw new Refusal(Code.REQUEST_INVALID, "a hold is lifted for a reason", "--reason TEXT");
        }
        var body = StrictJson.provider()
                .createObjectBuilder()
                .add("name", hold.name())
                .add("reason", reason)
                .add("placed", hold.reason())
                .build();
        return new Prepared(
                "hold:" + hold.name(),
                body,
                false,
                List.of(
                        "it holds " + PlacingHold.span(hold) + ", since " + hold.placed() + " by " + hold.by(),
                        "what it alone holds may be pruned from then on"));
    }

    @Override
    public Done apply(Consented consent, Map<String, String> secret) {
        var name = consent.body().getString("name");
        journal.append(
                Draft.of(Category.AUDIT, action())
                        .caller(new Caller.Operator(consent.operator()), "operator-key")
                        .allowed()
                        .fact("name", name)
                        .fact("reason", consent.body().getString("reason"))
                        .fact("consent", consent.digest().toString()),
                (transaction, seq) -> {
                    consent.store(transaction);
                    holds.lift(transaction, name);
                    return seq;
                });
        return new Done(
                "'" + name + "' holds nothing any more", Map.of("name", name), List.of("polar audit hold list"));
    }
}
