package dev.polar.host.lifecycle;

import dev.polar.adminapi.Request;
import dev.polar.host.catalog.Effects;
import dev.polar.host.catalog.HostLock;
import dev.polar.host.catalog.PackageFacts;
import dev.polar.host.catalog.Release;
import dev.polar.host.catalog.Role;
import dev.polar.host.catalog.Row;
import dev.polar.host.catalog.State;
import dev.polar.host.catalog.StoredPackage;
import dev.polar.host.catalog.Terms;
import dev.polar.host.catalog.Trust;
import dev.polar.host.consent.Prepared;
import dev.polar.host.offer.ComparedOffers;
import dev.polar.host.offer.TakenSkills;
import dev.polar.runtime.mcp.McpGeneration;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.admission.Admission;
import dev.polar.trust.admission.Facts;
import dev.polar.trust.admission.Format;
import dev.polar.trust.admission.Moment;
import dev.polar.trust.admission.Verdict;
import dev.polar.trust.lock.LockedPlugin;
import dev.polar.trust.permission.Grant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Works out what one plugin's part in a change of several would mean. Nothing is changed. */
final class Moves {
    private final Parts parts;
    private final Loader loader;
    private final Updates updates;

    Moves(Parts parts, Loader loader, Updates updates) {
        this.parts = parts;
        this.loader = loader;
        this.updates = updates;
    }

    /** A package that may come in. */
    record Brought(Incoming incoming, Facts facts, Terms terms) {
        Row row(boolean enabled) {
            var requires = Requirements.requires(incoming.verified().manifest());
            return Row.of(terms, Map.of(), requires, enabled ? State.ENABLED : State.DISABLED, Role.SERVING);
        }
    }

    /** @throws Refusal what keeps it out, whoever consents */
    Brought bring(Incoming incoming, Trust trust) {
        var verified = incoming.verified();
        var facts = incoming.facts();
        var now = parts.clock().instant();
        if (Admission.decide(Moment.INSTALL, facts, trust.state(), now) instanceof Verdict.Refused(var why)) {
            throw why;
        }
        parts.runtimes().check(facts.format(), new Unpacked(verified));
        return new Brought(incoming, facts, InstallPlan.terms(verified, facts, Effects.NONE));
    }

    /**
     * Lets a package in, in place of what does not run.
     *
     * @param world every row as it would be afterwards
     * @param approving trust as it would be afterwards
     */
    Move install(
            Brought brought, Optional<Row> old, boolean enabled, Request request, List<Row> world, Trust approving) {
        old.ifPresent(row -> InstallPlan.requireReplaceable(row, brought.facts(), request));
        var terms = brought.terms();
        var plan = InstallPlan.inPlace(brought.incoming().verified(), terms, brought.facts(), approving, world)
                .replacing(old);
        var clauses = new ArrayList<Prepared.Part>();
        clauses.add(new Prepared.Part(Transition.INSTALL.action(), plan.prepared(approving)));
        var start = enabled
                ? Optional.of(enabling(brought, brought.row(false), Grant.NONE, approving, clauses))
                : Optional.<Move.Start>empty();
        return new Move(
                terms.plugin(),
                old,
                Optional.of(brought.row(enabled)),
                Optional.of(brought.incoming()),
                Optional.of(terms),
                clauses,
                start);
    }

    /** Puts another release in a plugin's place, and has it run or not. */
    Move update(Brought brought, Row old, LockedPlugin locked, Request request, List<Row> world, Trust approving) {
        var clauses = new ArrayList<Prepared.Part>();
        boolean stops = old.state() == State.ENABLED && !locked.enabled();
        if (stops) {
            clauses.add(part(Transition.DISABLE, old));
        }
        var standing = stops ? old.as(Role.SERVING, State.DISABLED) : old;
        var plan = updates.among(request, brought.incoming(), standing, world, approving);
        clauses.add(new Prepared.Part(Transition.UPDATE.action(), plan.prepared(plan.body(approving))));
        var terms = plan.next().terms();
        var updated = new Brought(brought.incoming(), brought.facts(), terms);
        Optional<Move.Start> start = Optional.empty();
        if (plan.runs()) {
            start = Optional.of(new Move.Start(plan.effects(), plan.definitions()));
        } else if (locked.enabled()) {
            var before = updates.granted(old, brought.facts(), approving);
            start = Optional.of(enabling(updated, updated.row(false), before, approving, clauses));
        }
        return new Move(
                terms.plugin(),
                Optional.of(old),
                Optional.of(updated.row(locked.enabled())),
                Optional.of(brought.incoming()),
                Optional.of(terms),
                clauses,
                start);
    }

    /** Starts what is installed. */
    Move enable(Row old, Trust trust, Trust approving) {
        var terms = HostLock.terms(old, trust);
        var incoming = Incoming.of(terms, old, parts, trust);
        var installed = new Brought(incoming, PackageFacts.of(incoming.verified(), terms), terms);
        var clauses = new ArrayList<Prepared.Part>();
        var granted = trust.granted(terms.content(), parts.clock().instant());
        var start = enabling(installed, old, granted, approving, clauses);
        return new Move(
                old.plugin(),
                Optional.of(old),
                Optional.of(old.as(Role.SERVING, State.ENABLED)),
                Optional.empty(),
                Optional.of(terms),
                clauses,
                Optional.of(start));
    }

    /** Stops what runs; it stays installed. */
    Move disable(Row old, Trust trust) {
        return new Move(
                old.plugin(),
                Optional.of(old),
                Optional.of(old.as(Role.SERVING, State.DISABLED)),
                Optional.empty(),
                Optional.of(HostLock.terms(old, trust)),
                List.of(part(Transition.DISABLE, old)),
                Optional.empty());
    }

    /** Takes a plugin out, running or not. */
    Move remove(Row old) {
        var clauses = new ArrayList<Prepared.Part>();
        if (old.state() == State.ENABLED) {
            clauses.add(part(Transition.DISABLE, old));
        }
        clauses.add(part(Transition.UNINSTALL, old));
        return new Move(
                old.plugin(),
                Optional.of(old),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                clauses,
                Optional.empty());
    }

    private static Prepared.Part part(Transition transition, Row row) {
        return new Prepared.Part(
                transition.action(),
                new Prepared(InstallPlan.object(row.plugin()), Subject.body(row).build(), true, List.of()));
    }

    /** What many plugins are made to be at once names no skills: those that are what they were stay. */
    private TakenSkills same(Optional<Release> before, McpGeneration started) {
        var kept =
                ComparedOffers.kept(before.flatMap(one -> EnabledTerms.of(one).definitions()), parts.packages());
        return new TakenSkills(TakenSkills.unchanged(kept, started.offers()), List.of());
    }

    /**
     * What a consent to enabling it would say, added to the clauses.
     *
     * @param most what its MCP servers may be started with to see what they offer
     */
    private Move.Start enabling(Brought brought, Row row, Grant most, Trust approving, List<Prepared.Part> clauses) {
        var verified = brought.incoming().verified();
        var facts = brought.facts();
        var now = parts.clock().instant();
        var as = switch (Admission.decide(Moment.ENABLE, facts, approving.state(), now)) {
            case Verdict.Admitted admitted -> admitted;
            case Verdict.Refused(var why) -> throw why;
            case Verdict.Held _ ->
                throw new Refusal(
                        Code.APPROVAL_REQUIRED,
                        row.plugin() + " would run otherwise than an operator consented to",
                        "polar uninstall " + row.plugin() + ", then sync again",
                        Map.of("plugin", row.plugin().name()));
        };
        var servers = facts.format() == Format.MCP
                ? Optional.of(updates.candidate(brought.incoming(), facts, most, approving))
                : Optional.<McpGeneration>empty();
        var admitted = new Loader.Admitted(
                row, brought.terms(), new StoredPackage(verified, new Unpacked(verified)), facts, as);
        var before = approving.mandate(row.plugin()).flatMap(mandate -> mandate.of(row.content()));
        var plan = EnablePlan.of(
                admitted,
                servers,
                OfferChange.of(before, admitted, servers, parts),
                servers.map(started -> same(before, started)),
                new Request(Transition.ENABLE.action(), row.plugin().name(), Map.of()),
                parts.snapshots().current());
        clauses.add(new Prepared.Part(Transition.ENABLE.action(), plan.prepared()));
        return new Move.Start(plan.effects(), plan.definitions());
    }
}
