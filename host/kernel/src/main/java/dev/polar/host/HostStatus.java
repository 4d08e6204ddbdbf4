package dev.polar.host;

import dev.polar.adminapi.NodeRow;
import dev.polar.adminapi.Status;
import dev.polar.host.admin.Holds;
import dev.polar.host.audit.CallCounts;
import dev.polar.host.audit.Journal;
import dev.polar.host.backup.TrustMemory;
import dev.polar.host.catalog.Catalog;
import dev.polar.host.catalog.State;
import dev.polar.host.lifecycle.Lifecycle;
import dev.polar.host.limits.Standings;
import dev.polar.host.node.Nodes;
import dev.polar.host.policy.Policies;
import dev.polar.host.witness.Witnesses;
import dev.polar.spi.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * How the host is, asked anew each time.
 *
 * @param address where the front doors are
 * @param rules rules and audit sinks of plugins that fail
 */
record HostStatus(
        String version,
        Supplier<String> address,
        Settings settings,
        CallCounts counts,
        Journal journal,
        Catalog catalog,
        Lifecycle lifecycle,
        Supplier<List<Refusal>> rules,
        Witnesses witnesses,
        TrustMemory memory,
        Nodes members,
        Holds holds,
        Standings standings,
        Policies policies)
        implements Supplier<Status> {

    /** While trust is held the front doors are shut. */
    private String door(String path) {
        var open = address.get();
        return open.isEmpty() ? "" : open + path;
    }

    @Override
    public Status get() {
        var rows = catalog.list();
        var problems = new ArrayList<String>();
        memory.problems().forEach(problem -> problems.add(problem.toString()));
        lifecycle.problems().forEach(problem -> problems.add(problem.toString()));
        rules.get().forEach(problem -> problems.add(problem.toString()));
        problems.addAll(witnesses.problems());
        policies.problem().ifPresent(problem -> problems.add(problem.toString()));
        rows.stream()
                .filter(row -> row.state() == State.QUARANTINED)
                .forEach(row -> problems.add(row.plugin() + " is quarantined: "
                        + row.reason().map(Refusal::toString).orElse("") + "; polar inspect " + row.plugin()));
        var known = members.list();
        known.stream()
                .filter(node -> !node.live())
                .forEach(node -> problems.add("node " + node.name() + " renewed its lease last at " + node.renewed()
                        + " and admits nothing; look at that host"));
        problems.addAll(standings.problems());
        if (journal.isFenced()) {
            problems.add("the audit log cannot be written: polar doctor");
        }
        journal.shortOfRoom().ifPresent(problem -> problems.add(problem.toString()));
        return new Status(
                !journal.isFenced() && !lifecycle.isTainted() && !memory.isHeld(),
                ProcessHandle.current().pid(),
                version,
                door("/mcp"),
                door("/"),
                settings.dataDir().value().toString(),
                settings.databaseUrl().value().isPresent() ? "POLAR_DATABASE_URL" : "embedded",
                holds.word(),
                rows.size(),
                (int) rows.stream().filter(row -> row.state() == State.ENABLED).count(),
                counts.records(),
                witnesses.quorum(),
                known.stream()
                        .map(node -> new NodeRow(node.name(), node.address(), node.live(), node.current()))
                        .toList(),
                problems);
    }
}
