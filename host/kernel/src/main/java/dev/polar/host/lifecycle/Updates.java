package dev.polar.host.lifecycle;

import dev.polar.adminapi.Request;
import dev.polar.host.audit.Draft;
import dev.polar.host.catalog.Effects;
import dev.polar.host.catalog.Release;
import dev.polar.host.catalog.Role;
import dev.polar.host.catalog.Row;
import dev.polar.host.catalog.State;
import dev.polar.host.catalog.Terms;
import dev.polar.host.catalog.Trust;
import dev.polar.host.offer.ComparedOffers;
import dev.polar.host.offer.TakenSkills;
import dev.polar.runtime.mcp.McpGeneration;
import dev.polar.spi.Code;
import dev.polar.spi.Effect;
import dev.polar.spi.Refusal;
import dev.polar.trust.admission.Admission;
import dev.polar.trust.admission.Facts;
import dev.polar.trust.admission.Format;
import dev.polar.trust.admission.Moment;
import dev.polar.trust.admission.Verdict;
import dev.polar.trust.audit.Category;
import dev.polar.trust.delta.Delta;
import dev.polar.trust.delta.Kind;
import dev.polar.trust.delta.Profile;
import dev.polar.trust.manifest.Version;
import dev.polar.trust.permission.Grant;
import dev.polar.trust.pin.ServerOffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Works out what an update would mean. Nothing of it can be called yet, and nothing is changed. */
final class Updates {
    private final Parts parts;
    private final Loader loader;
    private final Candidates candidates;
    private final Switching switching;
    private final Profiles profiles;

    Updates(Parts parts, Loader loader, Candidates candidates, Switching switching) {
        this.parts = parts;
        this.loader = loader;
        this.candidates = candidates;
        this.switching = switching;
        this.profiles = new Profiles(parts);
    }

    /** What the other release is wanted for. */
    enum Purpose {
        /** To serve. */
        SERVE,
        /** To serve again: an earlier version is what is wanted. */
        RETURN,
        /** To answer a part of the sessions. */
        TRY,
        /** To wait for a yes: nothing of it is started. */
        WAIT
    }

    /** @throws Refusal what keeps it out, whoever consents */
    UpdatePlan plan(Request request, Incoming incoming, Purpose purpose, Trust trust) {
        var facts = facts(incoming, purpose, request, trust);
        var old = parts.catalog().require(facts.plugin());
        if (old.state() != State.ENABLED || purpose == Purpose.WAIT || facts.format() != Format.MCP) {
            return plan(request, incoming, purpose, trust, Optional.empty(), List.of());
        }
        var servers = candidate(incoming, facts, trust);
        var findings =
                EnablePlan.findings(servers, facts.plugin(), parts.snapshots().current());
        return plan(request, incoming, purpose, trust, Optional.of(offers(servers, old, trust)), findings);
    }

    /** As above, for servers of which is known what they offer. */
    UpdatePlan plan(
            Request request,
            Incoming incoming,
            Purpose purpose,
            Trust trust,
            Optional<List<ServerOffer>> offers,
            List<String> findings) {
        var facts = facts(incoming, purpose, request, trust);
        var old = parts.catalog().require(facts.plugin());
        var dependants = old.state() == State.ENABLED && (purpose == Purpose.SERVE || purpose == Purpose.RETURN)
                ? switching.dependants(Map.of(facts.plugin(), Optional.of(facts.version())))
                : List.<Running>of();
        return plan(
                request,
                incoming,
                facts,
                purpose,
                trust,
                offers,
                findings,
                old,
                parts.catalog().list(),
                dependants);
    }

    /**
     * As one of several changes made at once.
     *
     * @param old what serves, as the changes before this one leave it
     * @param world every row as all of them leave it
     * @param trust as all of them leave it
     */
    UpdatePlan among(Request request, Incoming incoming, Row old, List<Row> world, Trust trust) {
        var facts = facts(incoming, Purpose.SERVE, request, trust);
        var servers = old.state() == State.ENABLED && facts.format() == Format.MCP
                ? Optional.of(candidate(incoming, facts, granted(old, facts, trust), trust))
                : Optional.<McpGeneration>empty();
        var findings = servers.map(started -> EnablePlan.findings(
                        started, facts.plugin(), parts.snapshots().current()))
                .orElse(List.of());
        var offers = servers.map(started -> offers(started, old, trust));
        return plan(request, incoming, facts, Purpose.SERVE, trust, offers, findings, old, world, List.of());
    }

    /** What they offer; of skills that agents had, they have what is the same to the letter. */
    private List<ServerOffer> offers(McpGeneration servers, Row old, Trust trust) {
        var pinned = EnabledTerms.of(loader.release(old, trust)).definitions();
        return TakenSkills.unchanged(ComparedOffers.kept(pinned, parts.packages()), servers.offers());
    }

    private UpdatePlan plan(
            Request request,
            Incoming incoming,
            Facts facts,
            Purpose purpose,
            Trust trust,
            Optional<List<ServerOffer>> offers,
            List<String> findings,
            Row old,
            List<Row> rows,
            List<Running> dependants) {
        var release = loader.release(old, trust);
        var before = profiles.approved(old, release, trust, offers.isPresent());
        var asked = Profiles.asked(incoming.verified(), facts, rows);
        var after = offers.map(asked::offering).orElse(asked);
        var delta = Delta.between(before, after);
        if (purpose != Purpose.WAIT) {
            requireSignerNamed(delta, facts, request);
        }
        var effects = kept(release, before, after).and(confirmed(request, after));
        var terms = InstallPlan.terms(incoming.verified(), facts, effects);
        return new UpdatePlan(
                incoming,
                old,
                release,
                trust.mandate(facts.plugin()).flatMap(mandate -> mandate.of(facts.content())),
                InstallPlan.inPlace(incoming.verified(), terms, facts, trust, rows),
                delta,
                offers,
                findings,
                dependants);
    }

    private Facts facts(Incoming incoming, Purpose purpose, Request request, Trust trust) {
        var verified = incoming.verified();
        var facts = incoming.facts();
        var now = parts.clock().instant();
        // What may never come in is told before what is only in the way.
        if (Admission.decide(Moment.INSTALL, facts, trust.state(), now) instanceof Verdict.Refused(var why)) {
            throw why;
        }
        var old = parts.catalog().require(facts.plugin());
        requireReplaceable(old, facts);
        if (purpose != Purpose.RETURN) {
            requireLater(old, facts, request);
        }
        parts.runtimes().check(facts.format(), new Unpacked(verified));
        return facts;
    }

    private static void requireReplaceable(Row old, Facts facts) {
        if (old.content().equals(facts.content())) {
            throw new Refusal(
                    Code.STATE_CONFLICT,
                    old.plugin() + " " + old.release() + " is what serves already",
                    "polar list",
                    Map.of("plugin", old.plugin().name()));
        }
    }

    private static void requireLater(Row old, Facts facts, Request request) {
        var there = Version.parse(old.release());
        if (facts.version().compareTo(there) < 0
                && request.with().getOrDefault("downgrade", "").isBlank()) {
            throw new Refusal(
                    Code.DOWNGRADE_REFUSED,
                    old.plugin() + " " + there + " is installed, which is later than " + facts.version(),
                    "if that is what you want: --allow-downgrade --reason TEXT, or polar rollback " + old.plugin(),
                    Map.of("plugin", old.plugin().name(), "installed", there.toString()));
        }
    }

    /** Whoever lets somebody else's signature take over has compared its fingerprint. */
    private static void requireSignerNamed(Delta delta, Facts facts, Request request) {
        if (!delta.wider(Kind.PUBLISHER) && !delta.wider(Kind.SIGNER)) {
            return;
        }
        var named = request.with().getOrDefault("fingerprint", "").replace(" ", "");
        var signers =
                facts.signers().stream().map(key -> key.hex().substring(0, 16)).toList();
        if (!signers.contains(named)) {
            var shown = facts.signers().stream()
                    .map(key -> key.fingerprint().toString())
                    .sorted()
                    .toList();
            throw new Refusal(
                    Code.SIGNER_CHANGED,
                    facts.plugin() + " " + facts.version() + " is signed by " + facts.publisher() + " with " + shown
                            + ", not by whom the release before it was",
                    "if that is right, approve it with --fingerprint and the 16 digits you got from them",
                    Map.of("plugin", facts.plugin().name(), "publisher", facts.publisher()));
        }
    }

    /** What was confirmed of tools that are the same to the letter; what became another has to be looked at again. */
    private static Effects kept(Release release, Profile before, Profile after) {
        var confirmed = release.enabled().isPresent()
                ? release.terms().effects().and(EnabledTerms.of(release).effects())
                : release.terms().effects();
        var kept = new TreeMap<String, Effect>();
        var old = Classified.parts(before);
        var now = Classified.parts(after);
        confirmed.confirmed().forEach((tool, effect) -> {
            var same = Optional.ofNullable(old.get(tool)).filter(part -> part.equals(now.get(tool)));
            same.ifPresent(part -> kept.put(tool, effect));
        });
        return new Effects(kept);
    }

    private static Effects confirmed(Request request, Profile after) {
        var text = request.with().getOrDefault("effect", "");
        return text.isEmpty()
                ? Effects.NONE
                : Effects.parse(text, Classified.parts(after).keySet());
    }

    /**
     * Starts the servers to see what they offer, beside those that serve. Nobody consented to them yet, so they get nothing
     * that the release before them was not granted.
     */
    private McpGeneration candidate(Incoming incoming, Facts facts, Trust trust) {
        var old = parts.catalog().require(facts.plugin());
        return candidate(incoming, facts, granted(old, facts, trust), trust);
    }

    /** What was granted to one publisher is no other's, and what ran out is nobody's. */
    Grant granted(Row old, Facts facts, Trust trust) {
        var terms = loader.release(old, trust).terms();
        return facts.publisher().equals(terms.publisher())
                ? trust.granted(terms.content(), parts.clock().instant())
                : Grant.NONE;
    }

    /** As above, with no more than that grant. */
    McpGeneration candidate(Incoming incoming, Facts facts, Grant most, Trust trust) {
        return (McpGeneration) candidates.find(facts.plugin(), facts.content()).orElseGet(() -> {
            var asked = InstallPlan.terms(incoming.verified(), facts, Effects.NONE);
            var within = asked.granting(asked.grant().intersect(most));
            return discovered(within, () -> {
                var admitted = loader.admit(
                        Moment.LOAD,
                        row(incoming, within),
                        within,
                        trust.approving(within, parts.clock().instant()));
                var started = loader.load(admitted);
                candidates.put(facts, started);
                return (McpGeneration) started;
            });
        });
    }

    private McpGeneration discovered(Terms terms, Supplier<McpGeneration> start) {
        var draft = Drafts.about(Draft.of(Category.PLUGIN, "discover").allowed(), Drafts.facts(terms));
        var intent = parts.journal().intent(draft);
        try {
            var started = start.get();
            var held = Drafts.facts(terms, started.enforcement().label());
            parts.journal().outcome(intent, Drafts.about(draft, held));
            return started;
        } catch (Refusal refusal) {
            parts.journal().outcome(intent, draft.denied(refusal.code()));
            throw refusal;
        }
    }

    /** Where it would stand; its bytes are kept from now on. */
    Row row(Incoming incoming, Terms terms) {
        var entries = incoming.stored()
                .map(Row::entries)
                .orElseGet(() -> parts.packages().keep(incoming.verified()));
        return Row.of(
                terms, entries, Requirements.requires(incoming.verified().manifest()), State.ENABLED, Role.SERVING);
    }
}
