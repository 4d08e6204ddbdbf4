package dev.polar.host.lifecycle;

import dev.polar.host.catalog.Trust;
import dev.polar.host.consent.Prepared;
import dev.polar.host.consent.Statement;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonObjectBuilder;
import java.util.ArrayList;
import java.util.List;

/**
 * What changing several plugins at once would mean here and now.
 *
 * @param moves each after those it requires
 * @param dependants what else runs on one of them and would be started again
 * @param approving trust as it would be with all of it
 * @param notes what is left alone
 */
record SetPlan(List<Move> moves, List<Running> dependants, Trust approving, List<String> notes) {

    /**
     * For the operator to sign: the full terms of every plugin.
     *
     * @param body what is said of all of them
     */
    Prepared prepared(JsonObjectBuilder body) {
        var clauses = moves.stream().flatMap(move -> move.clauses().stream()).toList();
        var all = new ArrayList<>(notes);
        clauses.forEach(clause -> clause.prepared().notes().forEach(note -> all.add(name(clause) + ": " + note)));
        return new Prepared(
                Statement.SEVERAL,
                body.add("dependants", rewired()).build(),
                clauses.stream().allMatch(clause -> clause.prepared().plain()),
                all,
                clauses);
    }

    private JsonObjectBuilder rewired() {
        var rewired = StrictJson.provider().createObjectBuilder();
        dependants.forEach(running -> rewired.add(
                running.plugin().name(),
                running.shown().version() + " " + running.shown().digest()));
        return rewired;
    }

    /** One line for each decision: {@code update acme.weather 1.5.0}. */
    List<String> lines() {
        return moves.stream()
                .flatMap(move -> move.clauses().stream()
                        .map(clause -> clause.action() + " " + move.plugin() + " "
                                + clause.prepared().body().getString("version")))
                .toList();
    }

    private static String name(Prepared.Part clause) {
        return clause.prepared().body().getString("plugin");
    }
}
