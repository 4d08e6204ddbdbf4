package dev.polar.host.lifecycle;

import dev.polar.host.catalog.Catalog;
import dev.polar.host.catalog.Effects;
import dev.polar.host.catalog.Packages;
import dev.polar.host.catalog.Role;
import dev.polar.host.catalog.Row;
import dev.polar.host.catalog.State;
import dev.polar.host.catalog.Terms;
import dev.polar.host.consent.Prepared;
import dev.polar.host.snapshot.PluginFacts;
import dev.polar.host.store.Transaction;
import dev.polar.spi.PluginId;
import dev.polar.trust.key.Digest;
import java.util.List;
import java.util.Optional;

/**
 * What a change of several plugins does to one of them.
 *
 * @param old its row, if it is installed
 * @param next its row afterwards, if it still is; of a package that is brought in, without entries until it is kept
 * @param incoming the package that is brought in
 * @param terms what it stands under afterwards
 * @param clauses what is signed about it, in order: what operators would consent to one after the other
 * @param start what is started of it, if it is to run and does not run as that already
 */
record Move(
        PluginId plugin,
        Optional<Row> old,
        Optional<Row> next,
        Optional<Incoming> incoming,
        Optional<Terms> terms,
        List<Prepared.Part> clauses,
        Optional<Start> start) {

    /**
     * What a start is held to.
     *
     * @param effects what is confirmed of its tools
     * @param definitions what its MCP servers may offer, if tools are discovered
     */
    record Start(Effects effects, Optional<byte[]> definitions) {}

    /** The same with everything in the content store that it needs. */
    Move kept(Packages packages) {
        start.flatMap(Start::definitions).ifPresent(packages::keep);
        return incoming.map(brought -> new Move(
                        plugin, old, next.map(row -> entries(row, brought, packages)), incoming, terms, clauses, start))
                .orElse(this);
    }

    private static Row entries(Row row, Incoming incoming, Packages packages) {
        var entries = incoming.stored().map(Row::entries).orElseGet(() -> packages.keep(incoming.verified()));
        return row.with(entries);
    }

    /** What the switch starts. */
    Optional<Entrant> entrant() {
        return start.map(held -> new Entrant(
                next.orElseThrow(),
                terms.orElseThrow(),
                held.effects(),
                held.definitions().map(Digest::of)));
    }

    /** How it is shown if it does not run. */
    PluginFacts shown() {
        return next.isPresent() && terms.isPresent()
                ? Drafts.facts(terms.get())
                : Drafts.facts(old.or(() -> next).orElseThrow(), terms);
    }

    /** What gives way and is not kept. */
    Optional<Digest> forgotten() {
        return old.map(Row::content)
                .filter(content -> !updates()
                        && next.map(Row::content).filter(content::equals).isEmpty());
    }

    private boolean updates() {
        return clauses.stream().anyMatch(clause -> clause.action().equals(Transition.UPDATE.action()));
    }

    /** Writes its rows. */
    void write(Transaction transaction, Catalog catalog) {
        if (next.isEmpty()) {
            catalog.dropBeside(transaction, plugin);
            catalog.delete(transaction, old.orElseThrow());
        } else if (incoming.isEmpty()) {
            catalog.drop(transaction, plugin, Role.CANARY);
            catalog.move(transaction, old.orElseThrow(), next.get().state(), Optional.empty());
        } else if (updates()) {
            catalog.dropBeside(transaction, plugin);
            catalog.put(transaction, old.orElseThrow().as(Role.PREVIOUS, State.DISABLED));
            catalog.replace(transaction, old.get(), next.get());
        } else {
            catalog.dropBeside(transaction, plugin);
            old.ifPresent(row -> catalog.delete(transaction, row));
            catalog.insert(transaction, next.get());
        }
    }
}
