package dev.polar.host.lifecycle;

import dev.polar.adminapi.Done;
import dev.polar.adminapi.Request;
import dev.polar.host.catalog.Row;
import dev.polar.host.catalog.State;
import dev.polar.host.catalog.Trust;
import dev.polar.host.consent.Change;
import dev.polar.host.consent.Consented;
import dev.polar.host.consent.Prepared;
import dev.polar.host.revocation.TrustedTime;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.admission.Admission;
import dev.polar.trust.admission.Moment;
import dev.polar.trust.admission.Verdict;
import dev.polar.trust.audit.Category;
import dev.polar.trust.packages.VerifiedPackage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code install}, with {@code upload}: the name of a package file that was uploaded; {@code provenance} of one that an
 * operator signed, {@code effect} to confirm what its tools do, {@code downgrade} with the reason for a lower version.
 */
final class Installing implements Change {
    private final Parts parts;
    private final Roster roster;

    Installing(Parts parts, Roster roster) {
        this.parts = parts;
        this.roster = roster;
    }

    @Override
    public String action() {
        return Transition.INSTALL.action();
    }

    @Override
    public Category category() {
        return Category.PLUGIN;
    }

    @Override
    public Prepared prepare(Request request) {
        var trust = parts.trust().read();
        return plan(request, trust).prepared(trust);
    }

    private InstallPlan plan(Request request, Trust trust) {
        var incoming = Incoming.uploaded(request, parts, trust);
        var verified = incoming.verified();
        var facts = incoming.facts();
        var now = parts.clock().instant();
        // What may never come in is told before what is only in the way.
        if (Admission.decide(Moment.INSTALL, facts, trust.state(), now) instanceof Verdict.Refused(var why)) {
            throw why;
        }
        requireNotFromTheFuture(verified, now);
        var plan = InstallPlan.of(verified, facts, request, trust, parts.catalog());
        // What is wrong with the bytes is told now, wherever they may run later.
        parts.runtimes().check(facts.format(), new Unpacked(verified));
        return plan;
    }

    /** When it was published proves nothing; that it was not yet, proves that a clock or a signer is wrong. */
    private static void requireNotFromTheFuture(VerifiedPackage verified, Instant now) {
        var published = verified.publishedAt();
        if (published.isAfter(now.plus(TrustedTime.AHEAD))) {
            throw new Refusal(
                    Code.CLOCK_SUSPECT,
                    "the package says it was published at " + published + ", and here it is " + now,
                    "set the clock right, or ask the publisher");
        }
    }

    @Override
    public Done apply(Consented consent, Map<String, String> secret) {
        var request = consent.statement().request();
        var plan = plan(request, parts.trust().read());
        var terms = plan.terms();
        var facts = Drafts.facts(terms);
        var act = Act.begin(Transition.INSTALL, Drafts.of(Transition.INSTALL, consent, facts), parts);
        var entries = act.work(Step.STORED, () -> parts.packages().keep(plan.verified()));
        var row = Row.disabled(
                terms, entries, Requirements.requires(plan.verified().manifest()));
        act.outcome(transaction -> {
            plan.replaced().ifPresent(old -> parts.catalog().delete(transaction, old));
            parts.catalog().dropBeside(transaction, terms.plugin());
            parts.catalog().insert(transaction, row);
            consent.store(transaction);
        });
        roster.rest(facts, Reasons.of(terms.plugin(), State.DISABLED, Optional.empty()));
        act.reached(Step.PUBLISHED);
        plan.replaced()
                .map(Row::content)
                .filter(old -> !old.equals(terms.content()))
                .ifPresent(parts.packages()::forget);
        parts.uploads().remove(upload(request));
        return new Done(
                "installed " + terms.plugin() + " " + terms.version(),
                Map.of(
                        "plugin", terms.plugin().name(),
                        "version", terms.version().toString(),
                        "digest", terms.content().toString(),
                        "state", State.DISABLED.label()),
                List.of("polar enable " + terms.plugin()));
    }

    private static String upload(Request request) {
        return request.with().getOrDefault("upload", "");
    }
}
