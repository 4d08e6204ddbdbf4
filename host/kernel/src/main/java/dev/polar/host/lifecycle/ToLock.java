package dev.polar.host.lifecycle;

import dev.polar.adminapi.Request;
import dev.polar.host.catalog.HostLock;
import dev.polar.host.catalog.Role;
import dev.polar.host.catalog.Row;
import dev.polar.host.catalog.State;
import dev.polar.host.catalog.Trust;
import dev.polar.spi.PluginId;
import dev.polar.trust.lock.Drift;
import dev.polar.trust.lock.Lock;
import dev.polar.trust.lock.LockedPlugin;
import dev.polar.trust.manifest.Version;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Works out the way from what is installed to what a lock names. */
final class ToLock {
    private final Parts parts;
    private final Moves moves;
    private final Switching switching;

    ToLock(Parts parts, Moves moves, Switching switching) {
        this.parts = parts;
        this.moves = moves;
        this.switching = switching;
    }

    /**
     * The way.
     *
     * @param packages finds the package of what is to be brought in
     * @param prune whether what the lock does not name is taken out
     * @param downgrade why lower versions are wanted, or blank
     * @throws dev.polar.spi.Refusal {@code LOCK_MISMATCH} if anything is not exactly what the lock names
     */
    SetPlan plan(Lock lock, Function<LockedPlugin, Incoming> packages, boolean prune, String downgrade, Trust trust) {
        var rows = new HashMap<PluginId, Row>();
        parts.catalog().list().forEach(row -> rows.put(row.plugin(), row));
        var drifts = drifts(lock, rows, trust);
        drifts.values().stream()
                .filter(drift -> drift.kind() == Drift.Kind.TRUST)
                .findFirst()
                .ifPresent(drift -> {
                    throw LockMatch.installed(drift);
                });
        var brought = brought(lock, drifts, packages, trust);
        var world = world(lock, drifts, rows, brought, prune);
        var approving = trust;
        for (var one : brought.values()) {
            approving = approving.approving(one.terms(), parts.clock().instant());
        }
        var all = new ArrayList<Move>();
        for (var locked : lock.inOrder()) {
            var drift = Optional.ofNullable(drifts.get(locked.name()));
            var old = Optional.ofNullable(rows.get(locked.name()));
            var bringing = Optional.ofNullable(brought.get(locked.name()));
            var request = request(locked, downgrade);
            var state = approving;
            drift.map(Drift::kind)
                    .map(kind -> switch (kind) {
                        case MISSING ->
                            moves.install(bringing.orElseThrow(), old, locked.enabled(), request, world, state);
                        case CONTENT ->
                            moves.update(bringing.orElseThrow(), old.orElseThrow(), locked, request, world, state);
                        case STATE, TRUST, EXTRA ->
                            locked.enabled()
                                    ? moves.enable(old.orElseThrow(), trust, state)
                                    : moves.disable(old.orElseThrow(), trust);
                    })
                    .ifPresent(all::add);
        }
        var extra = extra(drifts);
        if (prune) {
            Requirements.of(extra.stream()
                            .map(drift -> rows.get(drift.plugin()))
                            .toList())
                    .inOrder()
                    .reversed()
                    .forEach(row -> all.add(moves.remove(row)));
        }
        var notes = prune
                ? List.<String>of()
                : extra.stream().map(drift -> "left alone: " + drift).toList();
        return new SetPlan(all, switching.dependants(versions(all)), approving, notes);
    }

    private static Map<PluginId, Drift> drifts(Lock lock, Map<PluginId, Row> rows, Trust trust) {
        // What was revoked is as good as gone: another release may come in its place.
        var found = new Lock(rows.values().stream()
                .filter(row -> row.state() != State.REVOKED)
                .map(row -> HostLock.of(row, HostLock.terms(row, trust)))
                .toList());
        return Drift.between(lock, found).stream().collect(Collectors.toMap(Drift::plugin, Function.identity()));
    }

    private Map<PluginId, Moves.Brought> brought(
            Lock lock, Map<PluginId, Drift> drifts, Function<LockedPlugin, Incoming> packages, Trust trust) {
        var brought = new LinkedHashMap<PluginId, Moves.Brought>();
        for (var locked : lock.inOrder()) {
            var drift = drifts.get(locked.name());
            if (drift != null && (drift.kind() == Drift.Kind.MISSING || drift.kind() == Drift.Kind.CONTENT)) {
                var one = moves.bring(packages.apply(locked), trust);
                LockMatch.require(locked, one.incoming().verified(), one.terms());
                brought.put(locked.name(), one);
            }
        }
        return brought;
    }

    /** Every row as it would be afterwards. */
    private static List<Row> world(
            Lock lock,
            Map<PluginId, Drift> drifts,
            Map<PluginId, Row> rows,
            Map<PluginId, Moves.Brought> brought,
            boolean prune) {
        var world = new HashMap<>(rows);
        for (var locked : lock.plugins()) {
            var there = Optional.ofNullable(brought.get(locked.name()));
            there.ifPresent(one -> world.put(locked.name(), one.row(locked.enabled())));
            if (there.isEmpty()) {
                world.computeIfPresent(
                        locked.name(),
                        (name, row) -> row.as(Role.SERVING, locked.enabled() ? State.ENABLED : State.DISABLED));
            }
        }
        if (prune) {
            extra(drifts).forEach(drift -> world.remove(drift.plugin()));
        }
        return List.copyOf(world.values());
    }

    private static List<Drift> extra(Map<PluginId, Drift> drifts) {
        return drifts.values().stream()
                .filter(drift -> drift.kind() == Drift.Kind.EXTRA)
                .sorted((one, other) -> one.plugin().compareTo(other.plugin()))
                .toList();
    }

    /** The lock names each signer with the whole of its fingerprint, and the operator consents to the lock. */
    private static Request request(LockedPlugin locked, String downgrade) {
        var with = new HashMap<String, String>();
        if (!downgrade.isBlank()) {
            with.put("downgrade", downgrade);
        }
        locked.signers().stream()
                .findFirst()
                .ifPresent(key -> with.put("fingerprint", key.fingerprint().hex()));
        return new Request(Transition.UPDATE.action(), locked.name().name(), with);
    }

    /** What each running plugin of the set would be; empty if it would not run any more. */
    private static Map<PluginId, Optional<Version>> versions(List<Move> moves) {
        var versions = new HashMap<PluginId, Optional<Version>>();
        moves.stream()
                .filter(move ->
                        move.old().filter(row -> row.state() == State.ENABLED).isPresent())
                .forEach(move -> versions.put(
                        move.plugin(),
                        move.start().isPresent() ? move.terms().map(terms -> terms.version()) : Optional.empty()));
        return versions;
    }
}
