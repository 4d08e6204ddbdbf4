package dev.polar.host.revocation;

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
import dev.polar.trust.revocation.Revocation;
import dev.polar.trust.text.CleanText;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * {@code revocations.lift ID} with {@code reason}: what was taken back may come in again. Two operators sign it and it counts
 * at once; with {@code alone=true} one does, and it counts after a day in which every look at the host's state tells of it.
 */
final class Lifting implements Change {
    private final RevocationList revocations;
    private final Journal journal;
    private final RevocationsChanged changed;

    Lifting(RevocationList revocations, Journal journal, RevocationsChanged changed) {
        this.revocations = revocations;
        this.journal = journal;
        this.changed = changed;
    }

    @Override
    public String action() {
        return LiftBody.ACTION;
    }

    @Override
    public Prepared prepare(Request request) {
        var reason = CleanText.line(request.with().getOrDefault("reason", "").strip());
        if (reason.isEmpty() || reason.length() > RevocationBody.LONGEST_REASON) {
            throw new Refusal(
                    Code.REQUEST_INVALID,
                    "a lift has a reason of 1 to " + RevocationBody.LONGEST_REASON + " characters",
                    "--reason 'it was another key'");
        }
        var alone = Boolean.parseBoolean(request.with().get("alone"));
        var found = find(request.object())
                .orElseThrow(() -> new Refusal(
                        Code.NOT_FOUND,
                        "no revocation '" + CleanText.line(request.object()) + "' is in force",
                        "polar revocations list"));
        revocations.history().lift(found.object()).filter(waiting -> alone).ifPresent(waiting -> {
            throw new Refusal(
                    Code.STATE_CONFLICT,
                    waiting.operator() + " asked for that already; it counts from " + LiftBody.from(waiting),
                    "with a second operator it counts at once: leave out --alone");
        });
        var notes = alone
                ? List.of("counts in 24 hours; until then 'polar revoke' takes it back again")
                : List.<String>of();
        return new Prepared(
                found.object(), LiftBody.of(found.entry(), reason, alone).json(), false, notes);
    }

    /** An entry in force and what decisions about it are about. */
    private record Found(Revocation entry, String object) {}

    private Optional<Found> find(String id) {
        var own = revocations.consents().stream()
                .map(consent -> new Found(RevocationBody.entry(consent), consent.object()));
        var lists = revocations.read().imported().stream()
                .flatMap(list -> list.entries().stream())
                .map(entry -> new Found(entry, Entries.object(entry)));
        return Stream.concat(own, lists)
                .filter(found -> found.entry().id().equals(id))
                .findFirst();
    }

    @Override
    public Done apply(Consented consent, Map<String, String> secret) {
        var lift = LiftBody.of(consent);
        var from = LiftBody.from(consent);
        journal.append(
                Draft.of(Category.TRUST, LiftBody.ACTION)
                        .caller(new Caller.Operator(consent.operator()), "operator-key")
                        .allowed()
                        .fact("revocation", lift.id())
                        .fact("kind", lift.kind())
                        .fact("value", lift.value())
                        .fact("reason", lift.reason())
                        .fact("alone", lift.alone())
                        .fact("from", from.toString())
                        .fact("consent", consent.digest().toString()),
                consent::stored);
        revocations.put(consent);
        changed.revocationsChanged();
        return new Done(
                lift.alone()
                        ? lift.value() + " stays revoked until " + from
                        : lift.value() + " is no longer revoked by " + lift.id(),
                Map.of("revocation", lift.id(), "from", from.toString()),
                List.of("polar revocations list"));
    }
}
