package dev.polar.host.replay;

import dev.polar.adminapi.ReplayRequest;
import dev.polar.adminapi.Replayed;
import dev.polar.host.audit.Draft;
import dev.polar.host.audit.Journal;
import dev.polar.host.audit.PastCalls;
import dev.polar.host.catalog.Brought;
import dev.polar.host.policy.Policy;
import dev.polar.host.policy.PolicyFile;
import dev.polar.spi.Caller;
import dev.polar.trust.audit.Category;
import dev.polar.trust.key.Digest;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * Judges again what was decided. Nothing is called and nothing is written but one record, made before the first call is
 * read: conditions can find out what calls were called with.
 */
public final class Replaying {
    private final PastCalls calls;
    private final Supplier<Policy> inForce;
    private final Supplier<Brought> brought;
    private final Journal journal;
    private final InstantSource clock;

    public Replaying(
            PastCalls calls,
            Supplier<Policy> inForce,
            Supplier<Brought> brought,
            Journal journal,
            InstantSource clock) {
        this.calls = calls;
        this.inForce = inForce;
        this.brought = brought;
        this.journal = journal;
        this.clock = clock;
    }

    /**
     * What would have been decided otherwise.
     *
     * @param by who asks
     * @param auth how that is known, as records say it
     * @throws dev.polar.spi.Refusal {@code POLICY_INVALID}, {@code REVOCATIONS_INVALID}, {@code PERMISSION_INVALID} or
     *     {@code REQUEST_INVALID}, or that the record could not be written
     */
    public Replayed replay(ReplayRequest request, Caller by, String auth) {
        var now = clock.instant();
        var from = Since.of(request.since(), now);
        var candidate = new Candidate(policy(request), takenBack(request), Withheld.of(request.withoutGrants()));
        journal.append(Draft.of(Category.POLICY, "replay")
                .caller(by, auth)
                .allowed()
                .fact("from", from.toString())
                .fact("policy", digest(request.yaml()))
                .fact("revocations", digest(request.revocations()))
                .fact("withoutGrants", String.join(" ", request.withoutGrants())));
        var tally = new Tally();
        var wanted = new PastCalls.Wanted(
                from,
                now,
                candidate.policy().names("arguments"),
                !candidate.withheld().isEmpty());
        calls.each(
                wanted,
                call -> PastDecision.of(call)
                        .ifPresentOrElse(past -> tally.add(past, candidate.judge(past)), tally::early));
        return tally.told(from);
    }

    private Policy policy(ReplayRequest request) {
        return request.yaml().isBlank()
                ? inForce.get()
                : PolicyFile.read(inForce.get().version() + 1, request.yaml());
    }

    private TakenBack takenBack(ReplayRequest request) {
        return request.revocations().isBlank()
                ? TakenBack.nothing()
                : TakenBack.of(request.revocations(), brought.get());
    }

    private static String digest(String text) {
        return text.isBlank()
                ? "none"
                : Digest.of(text.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
