package dev.polar.host.retention;

import dev.polar.adminapi.Done;
import dev.polar.adminapi.Request;
import dev.polar.host.audit.Draft;
import dev.polar.host.audit.Journal;
import dev.polar.host.audit.LegalHold;
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
import jakarta.json.JsonObject;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code hold.add NAME} with {@code reason}, {@code from} and {@code to}: records of that time stay until it is lifted. */
public final class PlacingHold implements Change {
    static final String ACTION = "hold.add";

    private final LegalHolds holds;
    private final Journal journal;
    private final InstantSource clock;

    public PlacingHold(LegalHolds holds, Journal journal, InstantSource clock) {
        this.holds = holds;
        this.journal = journal;
        this.clock = clock;
    }

    @Override
    public String action() {
        return ACTION;
    }

    @Override
    public Category category() {
        return Category.AUDIT;
    }

    @Override
    public Prepared prepare(Request request) {
        var name = request.object();
        var reason = request.with().getOrDefault("reason", "");
        if (!name.matches("[a-z0-9][a-z0-9._-]{0,62}") || reason.isBlank()) {
            throw new Refusal(
                    Code.REQUEST_INVALID,
                    "a hold has a name of small letters, digits, '.', '_' and '-', and a reason",
                    "polar audit hold add case-17 --reason 'inquiry of 2026-11-02'");
        }
        if (holds.named(name).isPresent()) {
            throw new Refusal(
                    Code.STATE_CONFLICT,
                    "there is a hold '" + name + "' already",
                    "polar audit hold list; add another");
        }
        var from = time(request.with().getOrDefault("from", ""));
        var to = time(request.with().getOrDefault("to", ""));
        if (from.isPresent() && to.isPresent() && !from.get().isBefore(to.get())) {
            throw new Refusal(
                    Code.REQUEST_INVALID, "nothing is from " + from.get() + " to " + to.get(), "--from, --to");
        }
        var body = StrictJson.provider().createObjectBuilder().add("name", name).add("reason", reason);
        from.ifPresent(time -> body.add("from", time.toString()));
        to.ifPresent(time -> body.add("to", time.toString()));
        return new Prepared("hold:" + name, body.build(), true, List.of());
    }

    @Override
    public Done apply(Consented consent, Map<String, String> secret) {
        var body = consent.body();
        var hold = new LegalHold(
                body.getString("name"),
                body.getString("reason"),
                time(body.getString("from", "")),
                time(body.getString("to", "")),
                clock.instant(),
                consent.operator());
        journal.append(draft(consent, body), (transaction, seq) -> {
            consent.store(transaction);
            holds.place(transaction, hold);
            return seq;
        });
        return new Done(
                "'" + hold.name() + "' holds " + span(hold),
                Map.of("name", hold.name()),
                List.of("polar audit hold list", "polar audit hold remove " + hold.name() + " --reason TEXT"));
    }

    private static Draft draft(Consented consent, JsonObject body) {
        var draft = Draft.of(Category.AUDIT, ACTION)
                .caller(new Caller.Operator(consent.operator()), "operator-key")
                .allowed();
        for (var key : body.keySet()) {
            draft = draft.fact(key, body.getString(key));
        }
        return draft.fact("consent", consent.digest().toString());
    }

    /** What a hold covers, in words. */
    static String span(LegalHold hold) {
        return hold.since().isEmpty() && hold.until().isEmpty()
                ? "the whole log"
                : "records" + hold.since().map(time -> " from " + time).orElse("")
                        + hold.until().map(time -> " to " + time).orElse("");
    }

    private static Optional<Instant> time(String text) {
        if (text.isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException e) {
            throw new Refusal(
                    Code.REQUEST_INVALID, "'" + CleanText.line(text) + "' is not a time", "write 2026-11-21T08:00:00Z");
        }
    }
}
