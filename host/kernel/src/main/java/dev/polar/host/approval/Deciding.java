package dev.polar.host.approval;

import dev.polar.adminapi.Done;
import dev.polar.adminapi.Request;
import dev.polar.host.audit.Draft;
import dev.polar.host.audit.Journal;
import dev.polar.host.consent.Change;
import dev.polar.host.consent.Consented;
import dev.polar.host.consent.Ledger;
import dev.polar.host.consent.Prepared;
import dev.polar.spi.Caller;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.audit.Category;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.Digest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * {@code approve ID} and {@code deny ID}. The operator signs the request's digest, its target, caller and exact
 * arguments; {@code uses} (default 1) and {@code until} (RFC 3339, default an hour from the request) say how far an
 * approval goes.
 */
public final class Deciding implements Change {
    private static final int MAX_USES = 1_000;
    private static final String APPROVE = "approve";

    private final String action;
    private final ApprovalState decision;
    private final Approvals approvals;
    private final Journal journal;
    private final InstantSource clock;

    private Deciding(String action, ApprovalState decision, Approvals approvals, Journal journal, InstantSource clock) {
        this.action = action;
        this.decision = decision;
        this.approvals = approvals;
        this.journal = journal;
        this.clock = clock;
    }

    /** Both decisions. */
    public static List<Change> changes(Approvals approvals, Journal journal, InstantSource clock) {
        return List.of(
                new Deciding(APPROVE, ApprovalState.APPROVED, approvals, journal, clock),
                new Deciding("deny", ApprovalState.REJECTED, approvals, journal, clock));
    }

    /** Whether an operator's yes to a request counts, and is one to exactly that call. */
    public static BiPredicate<String, Digest> signed(Ledger ledger, InstantSource clock) {
        return (id, call) -> isSigned(ledger.known(APPROVE), id, call, clock.instant())
                // another node may have taken it just now
                || isSigned(ledger.read(APPROVE), id, call, clock.instant());
    }

    private static boolean isSigned(List<Consented> approvals, String id, Digest call, Instant now) {
        return approvals.stream()
                .filter(consent -> consent.object().equals("approval:" + id))
                .map(Consented::body)
                .anyMatch(body -> body.getString("digest").equals(call.toString())
                        && now.isBefore(Instant.parse(body.getString("until"))));
    }

    @Override
    public String action() {
        return action;
    }

    @Override
    public Prepared prepare(Request request) {
        var row = approvals.find(request.object());
        if (!row.state().equals(ApprovalState.PROPOSED.name())
                || !clock.instant().isBefore(row.expiresAt())) {
            throw new Refusal(
                    Code.APPROVAL_EXPIRED,
                    "approval request '" + row.id() + "' was decided already or has run out",
                    "repeat the call to ask again");
        }
        var claimed = Optional.ofNullable(request.with().get("digest"));
        if (claimed.isPresent() && !claimed.get().equals(row.digest())) {
            throw new Refusal(
                    Code.PLAN_CHANGED,
                    "approval request '" + row.id() + "' is about " + row.digest() + ", not " + claimed.get(),
                    "polar approvals");
        }
        var body = StrictJson.provider()
                .createObjectBuilder()
                .add("digest", row.digest())
                .add("target", row.target())
                .add("plugin", row.plugin())
                .add("caller", row.caller())
                .add("session", row.session())
                .add("arguments", row.arguments())
                .add("uses", uses(request))
                .add("until", until(request).orElse(row.expiresAt()).toString())
                .build();
        return new Prepared("approval:" + row.id(), body, true, List.of());
    }

    @Override
    public Done apply(Consented consent, Map<String, String> secret) {
        var id = consent.object().substring("approval:".length());
        var body = consent.body();
        var draft = Draft.of(Category.APPROVAL, action)
                .caller(new Caller.Operator(consent.operator()), "operator-key")
                .tool(body.getString("target"))
                .approval(id)
                .fact("digest", body.getString("digest"))
                .fact("consent", consent.digest().toString());
        journal.append(
                decision == ApprovalState.APPROVED ? draft.allowed() : draft.denied(Code.POLICY_DENIED),
                (transaction, seq) -> {
                    consent.store(transaction);
                    approvals.decide(
                            transaction,
                            id,
                            decision,
                            consent.operator(),
                            decision == ApprovalState.APPROVED ? body.getInt("uses") : 0,
                            Instant.parse(body.getString("until")));
                    return seq;
                });
        return decision == ApprovalState.APPROVED
                ? new Done("approved " + body.getString("target"), Map.of("approval", id), List.of("repeat the call"))
                : new Done("denied " + body.getString("target"), Map.of("approval", id), List.of());
    }

    private static int uses(Request request) {
        var text = request.with().getOrDefault("uses", "1");
        if (!text.matches("[1-9][0-9]{0,3}") || Integer.parseInt(text) > MAX_USES) {
            throw new Refusal(
                    Code.REQUEST_INVALID, "uses is a number from 1 to " + MAX_USES + ", not '" + text + "'", "");
        }
        return Integer.parseInt(text);
    }

    private Optional<Instant> until(Request request) {
        var text = request.with().getOrDefault("until", "");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            var until = Instant.parse(text);
            var now = clock.instant();
            if (until.isAfter(now) && until.isBefore(now.plus(Duration.ofDays(90)))) {
                return Optional.of(until);
            }
        } catch (DateTimeParseException e) {
            // told below
        }
        throw new Refusal(
                Code.REQUEST_INVALID,
                "until is a time within 90 days, such as 2026-12-24T18:00:00Z, not '" + text + "'",
                "");
    }
}
