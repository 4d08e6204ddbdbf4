package dev.polar.host.lifecycle;

import dev.polar.adminapi.Done;
import dev.polar.adminapi.Request;
import dev.polar.host.catalog.Row;
import dev.polar.host.catalog.State;
import dev.polar.host.catalog.Trust;
import dev.polar.host.consent.Change;
import dev.polar.host.consent.Consented;
import dev.polar.host.consent.Prepared;
import dev.polar.spi.Code;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import dev.polar.trust.audit.Category;
import dev.polar.trust.json.StrictJson;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * {@code install.set}, with {@code uploads}: the names of several package files, with spaces. All of them come in or none,
 * each after what it requires, whatever the order they are named in; otherwise as {@code install}.
 */
final class InstallingSet implements Change {
    private final Parts parts;
    private final Moves moves;
    private final Several several;

    InstallingSet(Parts parts, Moves moves, Several several) {
        this.parts = parts;
        this.moves = moves;
        this.several = several;
    }

    @Override
    public String action() {
        return "install.set";
    }

    @Override
    public Category category() {
        return Category.PLUGIN;
    }

    @Override
    public Prepared prepare(Request request) {
        return plan(request, parts.trust().read())
                .prepared(StrictJson.provider().createObjectBuilder());
    }

    private SetPlan plan(Request request, Trust trust) {
        var rows = new HashMap<PluginId, Row>();
        parts.catalog().list().forEach(row -> rows.put(row.plugin(), row));
        var brought = new LinkedHashMap<PluginId, Moves.Brought>();
        for (var upload : Syncing.uploads(request)) {
            var one = moves.bring(Incoming.uploaded(single(request, upload), parts, trust), trust);
            if (brought.put(one.terms().plugin(), one) != null) {
                throw new Refusal(
                        Code.REQUEST_INVALID,
                        one.terms().plugin() + " is among the packages twice",
                        "name one package of it",
                        Map.of("plugin", one.terms().plugin().name()));
            }
        }
        var world = new HashMap<>(rows);
        brought.forEach((plugin, one) -> world.put(plugin, one.row(false)));
        var all = new ArrayList<Move>();
        var ordered = Requirements.of(
                        brought.values().stream().map(one -> one.row(false)).toList())
                .inOrder();
        for (var row : ordered) {
            var old = Optional.ofNullable(rows.get(row.plugin()));
            all.add(moves.install(brought.get(row.plugin()), old, false, request, List.copyOf(world.values()), trust));
        }
        return new SetPlan(all, List.of(), trust, List.of());
    }

    private static Request single(Request request, String upload) {
        var with = new HashMap<>(request.with());
        with.put("upload", upload);
        return new Request(request.action(), request.object(), with);
    }

    @Override
    public Done apply(Consented consent, Map<String, String> secret) {
        var request = consent.statement().request();
        var trust = parts.trust().read();
        var plan = plan(request, trust);
        several.carryOut(Transition.INSTALL, plan, consent, trust);
        Syncing.uploads(request).forEach(parts.uploads()::remove);
        var releases = plan.moves().stream()
                .map(move -> move.plugin() + " " + move.next().orElseThrow().release())
                .collect(Collectors.joining(", "));
        return new Done(
                "installed " + releases,
                Map.of("plugins", releases, "state", State.DISABLED.label()),
                plan.moves().stream()
                        .map(move -> "polar enable " + move.plugin())
                        .toList());
    }
}
