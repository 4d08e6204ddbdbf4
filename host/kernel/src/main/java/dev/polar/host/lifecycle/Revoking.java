package dev.polar.host.lifecycle;

import dev.polar.adminapi.Done;
import dev.polar.adminapi.Request;
import dev.polar.host.audit.Draft;
import dev.polar.host.catalog.State;
import dev.polar.host.consent.Change;
import dev.polar.host.consent.Consented;
import dev.polar.host.consent.Prepared;
import dev.polar.host.node.Acknowledged;
import dev.polar.host.revocation.RevocationBody;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.audit.Category;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.KeyId;
import dev.polar.trust.revocation.Revocation;
import jakarta.json.JsonArray;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;

/**
 * {@code revoke VALUE}. It is in force once it is in the file beside the database: then come the snapshot and the calls
 * inside, and only then the code, the record and the other nodes, so that a silent database holds up nothing.
 */
final class Revoking implements Change {
    /** How long code may take to notice, and how long calls may finish after a soft revocation. */
    private static final Duration HARD = Duration.ofSeconds(2);

    private static final Duration SOFT = Duration.ofSeconds(30);

    private final Parts parts;
    private final Roster roster;
    private final Aside aside;
    private final Backlog backlog;

    Revoking(Parts parts, Roster roster, Aside aside, Backlog backlog) {
        this.parts = parts;
        this.roster = roster;
        this.aside = aside;
        this.backlog = backlog;
    }

    @Override
    public String action() {
        return RevocationBody.ACTION;
    }

    @Override
    public boolean urgent() {
        return true;
    }

    @Override
    public Prepared prepare(Request request) {
        var body = RevocationBody.of(request);
        if (parts.revocations().holds(body.object())) {
            throw new Refusal(Code.STATE_CONFLICT, body.value() + " is revoked already", "polar revocations list");
        }
        requireAnOperatorLeft(body);
        return new Prepared(body.object(), body.json(), true, List.of());
    }

    /** Whoever takes back the last key could take back nothing any more. */
    private void requireAnOperatorLeft(RevocationBody body) {
        var deciding = parts.trust().decidingKeys().stream().map(KeyId::hex).toList();
        if (body.kind() != Revocation.Kind.KEY || !deciding.contains(body.value())) {
            return;
        }
        var revoked = parts.revocations().consents().stream()
                .map(RevocationBody::entry)
                .map(Revocation::value)
                .toList();
        var left = deciding.stream()
                .filter(key -> !key.equals(body.value()) && !revoked.contains(key))
                .toList();
        if (left.isEmpty()) {
            throw new Refusal(
                    Code.STATE_CONFLICT,
                    "that is the only operator's key: without it nobody could consent to everything",
                    "add another operator first");
        }
    }

    @Override
    public Done apply(Consented consent, Map<String, String> secret) {
        var began = System.nanoTime();
        reached(Step.BEGUN);
        parts.revocations().put(consent);
        reached(Step.LISTED);
        var fallen = roster.judge();
        reached(Step.PUBLISHED);
        var entry = RevocationBody.entry(consent);
        var soft = entry.mode() == Revocation.Mode.SOFT;
        int cancelled = (soft ? 0 : aside.cancel(fallen)) + aside.cancelTools();
        var inForceHere = Duration.ofNanos(System.nanoTime() - began);
        // Code may take its time to end; other nodes must not wait for it to hear.
        var unloading = new FutureTask<>(() -> aside.unload(fallen, soft ? SOFT : HARD));
        Thread.ofVirtual().name("polar-unload").start(unloading);
        var recorded = backlog.record(() -> record(consent, fallen));
        reached(Step.OUTCOME);
        var where = recorded ? parts.nodes().await() : Acknowledged.here();
        var inForce = Duration.ofNanos(System.nanoTime() - began);
        if (!soft) {
            unloaded(unloading).forEach(aside::tell);
        }
        var facts = Map.of(
                "revocation", entry.id(),
                "plugins", names(fallen),
                "cancelled", Integer.toString(cancelled),
                "inForceAfterMicros", Long.toString(inForceHere.toNanos() / 1_000),
                "inForceEverywhereAfterMicros", Long.toString(inForce.toNanos() / 1_000),
                "recorded", Boolean.toString(recorded));
        return new Done(
                "revoked " + entry.value() + "; " + where.text(inForce) + "; " + cancelled + " calls cancelled",
                facts,
                recorded ? List.of() : List.of("it is in force; its record follows when the database answers"));
    }

    private static List<Unloading> unloaded(FutureTask<List<Unloading>> unloading) {
        try {
            return unloading.get();
        } catch (ExecutionException fault) {
            throw new IllegalStateException("unloading failed", fault.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    /** Gives back to the database a consent that only the file has. */
    void restore(Consented consent) {
        if (consent.action().equals(RevocationBody.ACTION)) {
            record(consent, List.of());
            return;
        }
        parts.journal()
                .append(
                        Drafts.by(Draft.of(Category.TRUST, consent.action()), consent)
                                .allowed()
                                .fact("object", consent.object())
                                .fact("restored", true),
                        consent::stored);
    }

    /** Writes consent, states and record together; one that the database has already changes nothing. */
    void record(Consented consent, List<Fallen> fallen) {
        var trust = parts.trust().read();
        if (parts.revocations().unstored().stream()
                .noneMatch(open -> open.digest().equals(consent.digest()))) {
            return;
        }
        var entry = RevocationBody.entry(consent);
        var draft = Drafts.by(Draft.of(Category.TRUST, RevocationBody.ACTION), consent)
                .allowed()
                .revocationListVersion(trust.state().revocations().version())
                .fact("revocation", entry.id())
                .fact("kind", consent.body().getString("kind"))
                .fact("value", entry.value())
                .fact("mode", consent.body().getString("mode"))
                .fact("reason", entry.reason())
                .fact("plugins", plugins(fallen));
        parts.journal().append(named(draft, entry), (transaction, seq) -> {
            consent.store(transaction);
            Condemned.among(
                            parts.catalog().list(transaction),
                            trust,
                            parts.clock().instant())
                    .forEach(one -> aside.move(transaction, one.row(), State.REVOKED, one.why()));
            fallen.forEach(one -> aside.move(transaction, one));
            return seq;
        });
    }

    private static Draft named(Draft draft, Revocation entry) {
        return switch (entry.kind()) {
            case PLUGIN -> draft.plugin(entry.value());
            case VERSION, TOOL -> draft.plugin(entry.value().replaceFirst("[@/].*", ""));
            case KEY, PUBLISHER, DIGEST -> draft;
        };
    }

    private static JsonArray plugins(List<Fallen> fallen) {
        return StrictJson.provider()
                .createArrayBuilder(fallen.stream()
                        .map(one -> one.running().shown().plugin() + " "
                                + one.running().shown().version())
                        .toList())
                .build();
    }

    private static String names(List<Fallen> fallen) {
        return fallen.stream().map(one -> one.running().plugin().name()).collect(Collectors.joining(" "));
    }

    private void reached(Step step) {
        parts.steps().reached(Transition.REVOKE, step);
    }
}
