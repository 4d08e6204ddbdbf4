package dev.polar.host.lifecycle;

import dev.polar.adminapi.Done;
import dev.polar.adminapi.Request;
import dev.polar.host.catalog.Release;
import dev.polar.host.catalog.Role;
import dev.polar.host.catalog.Terms;
import dev.polar.host.catalog.Trust;
import dev.polar.host.consent.Change;
import dev.polar.host.consent.Consented;
import dev.polar.host.consent.Prepared;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.admission.Level;
import dev.polar.trust.admission.Provenance;
import dev.polar.trust.audit.Category;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.lock.Lock;
import dev.polar.trust.lock.LockedPlugin;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * {@code sync}, with {@code lock}: the text of a lock file; {@code uploads}: the names of package files, with spaces;
 * {@code prune} to take out what the lock does not name, {@code downgrade} with the reason for lower versions. Everything
 * that differs becomes as it is locked under one consent, all of it or nothing.
 */
final class Syncing implements Change {
    private final Parts parts;
    private final ToLock toLock;
    private final Several several;

    Syncing(Parts parts, ToLock toLock, Several several) {
        this.parts = parts;
        this.toLock = toLock;
        this.several = several;
    }

    @Override
    public String action() {
        return Transition.SYNC.action();
    }

    @Override
    public Category category() {
        return Category.PLUGIN;
    }

    @Override
    public Prepared prepare(Request request) {
        var trust = parts.trust().read();
        var lock = lock(request);
        return plan(request, lock, trust)
                .prepared(StrictJson.provider()
                        .createObjectBuilder()
                        .add("lock", lock.digest().toString())
                        .add("prune", prune(request))
                        .add("revocations", trust.state().revocations().version()));
    }

    private SetPlan plan(Request request, Lock lock, Trust trust) {
        var downgrade = request.with().getOrDefault("downgrade", "");
        return toLock.plan(lock, packages(request, lock, trust), prune(request), downgrade, trust);
    }

    private static Lock lock(Request request) {
        var text = request.with().getOrDefault("lock", "");
        return Lock.parse(Lock.FILE, text.getBytes(StandardCharsets.UTF_8));
    }

    private static boolean prune(Request request) {
        return request.with().containsKey("prune");
    }

    /** Every upload is opened before any is taken: one that cannot be verified is refused, wanted or not. */
    private Function<LockedPlugin, Incoming> packages(Request request, Lock lock, Trust trust) {
        var uploaded = new ArrayList<Incoming>();
        for (var upload : uploads(request)) {
            uploaded.add(Incoming.uploaded(new Request("", "", Map.of("upload", upload)), parts, trust));
        }
        return locked -> uploaded.stream()
                .filter(incoming -> incoming.plugin().equals(locked.name()))
                .findFirst()
                .or(() -> stored(locked, trust))
                .map(incoming -> incoming.as(provenance(locked, incoming)))
                .orElseThrow(() -> new Refusal(
                        Code.NOT_FOUND,
                        "the package of " + locked.release() + " is not here",
                        "name the directory it is in: polar sync --from DIR",
                        Map.of(
                                "plugin",
                                locked.name().name(),
                                "file",
                                locked.file().toString())));
    }

    /** How a package came to be signed is the lock's word only where this installation signed it. */
    private static Provenance provenance(LockedPlugin locked, Incoming incoming) {
        if (incoming.verified().publisher().level() != Level.LOCAL) {
            return Provenance.PUBLISHED;
        }
        return locked.provenance() == Provenance.PACKED ? Provenance.PACKED : Provenance.IMPORTED;
    }

    /** What the host has for another purpose, such as for going back. */
    private Optional<Incoming> stored(LockedPlugin locked, Trust trust) {
        return Arrays.stream(Role.values())
                .flatMap(role -> parts.catalog().find(locked.name(), role).stream())
                .filter(row -> row.content().equals(locked.content()))
                .findFirst()
                .map(row -> new Incoming(
                        parts.packages().open(row, trust.keyring()).verified(),
                        locked.provenance(),
                        trust.mandate(locked.name())
                                .map(mandate -> mandate.of(row.content())
                                        .map(Release::terms)
                                        .orElse(mandate.terms()))
                                .map(Terms::placement),
                        Optional.of(row)));
    }

    static List<String> uploads(Request request) {
        return Arrays.stream(request.with().getOrDefault("uploads", "").split(" "))
                .filter(name -> !name.isEmpty())
                .toList();
    }

    @Override
    public Done apply(Consented consent, Map<String, String> secret) {
        var request = consent.statement().request();
        var trust = parts.trust().read();
        var lock = lock(request);
        var plan = plan(request, lock, trust);
        several.carryOut(Transition.SYNC, plan, consent, trust);
        uploads(request).forEach(parts.uploads()::remove);
        var lines = plan.lines();
        return new Done(
                lines.isEmpty() ? "everything was as it is locked" : "synced: " + String.join(", ", lines),
                Map.of(
                        "lock", lock.digest().toString(),
                        "changed", Integer.toString(plan.moves().size()),
                        "rewired", Integer.toString(plan.dependants().size())),
                List.of("polar list"));
    }
}
