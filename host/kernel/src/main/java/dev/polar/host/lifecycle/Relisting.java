package dev.polar.host.lifecycle;

import dev.polar.host.audit.Draft;
import dev.polar.host.catalog.Release;
import dev.polar.host.catalog.Row;
import dev.polar.host.catalog.State;
import dev.polar.host.catalog.Trust;
import dev.polar.host.snapshot.PluginFacts;
import dev.polar.host.snapshot.Standing;
import dev.polar.spi.Code;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import dev.polar.trust.audit.Category;
import dev.polar.trust.revocation.Revocation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a list, a lift or time changed: who may not run is out at once; what was let in again is disabled and no longer
 * revoked; and what only stood still because lists had run out starts again.
 */
final class Relisting {
    private static final Duration SOFT = Duration.ofSeconds(30);

    private final Parts parts;
    private final Roster roster;
    private final Aside aside;
    private final Backlog backlog;
    private final Starting starting;

    Relisting(Parts parts, Roster roster, Aside aside, Backlog backlog, Starting starting) {
        this.parts = parts;
        this.roster = roster;
        this.aside = aside;
        this.backlog = backlog;
        this.starting = starting;
    }

    /** Takes out what has to be; the rest is to be done between two changes of an operator's. */
    Runnable adopt() {
        reread();
        return judged();
    }

    /** The same, of trust as it was just read. */
    Runnable judged() {
        var fallen = roster.judge();
        var hard = fallen.stream().filter(one -> !Revocation.isSoft(one.why())).toList();
        aside.cancel(hard);
        aside.cancelTools();
        return () -> {
            aside.settle(hard);
            finish(fallen.stream().filter(one -> !hard.contains(one)).toList());
            catchUp();
        };
    }

    /** Lists are beside the database too, so a silent one holds up nothing. */
    private void reread() {
        try {
            parts.trust().read();
        } catch (Refusal silent) {
            if (silent.code() != Code.DATABASE_UNAVAILABLE) {
                throw silent;
            }
        }
    }

    private void finish(List<Fallen> soft) {
        if (!soft.isEmpty()) {
            Thread.ofVirtual().name("polar-unload").start(() -> aside.unload(soft, SOFT));
        }
    }

    private void catchUp() {
        try {
            var trust = parts.trust().read();
            var rows = parts.catalog().list();
            var condemned = Condemned.among(rows, trust, parts.clock().instant());
            condemned.forEach(found -> aside.record(facts(found.row(), trust), found.why(), State.REVOKED));
            var lifted = rows.stream().filter(row -> letIn(row, trust)).toList();
            var now = condemned.isEmpty() && lifted.isEmpty()
                    ? rows
                    : parts.catalog().list();
            for (var row : Requirements.of(now).inOrder()) {
                if (waitsForLists(row, trust)) {
                    starting.start(row, trust);
                }
            }
        } catch (Refusal silent) {
            if (silent.code() != Code.DATABASE_UNAVAILABLE) {
                throw silent;
            }
        }
    }

    /** What a lifted entry had taken back is installed as any other, and an operator may enable it; whether it is one. */
    private boolean letIn(Row row, Trust trust) {
        var lifted = row.reason()
                .map(why -> why.details().get("revocation"))
                .filter(id -> parts.revocations().lifted().contains(id));
        if (row.state() != State.REVOKED
                || lifted.isEmpty()
                || Condemned.is(row, trust, parts.clock().instant())) {
            return false;
        }
        var facts = facts(row, trust);
        var draft = Drafts.about(Draft.of(Category.PLUGIN, "lift").allowed().fact("revocation", lifted.get()), facts);
        backlog.record(() -> parts.journal().append(draft, (transaction, seq) -> {
            parts.catalog()
                    .find(transaction, row.plugin())
                    .filter(now -> now.state() == State.REVOKED)
                    .ifPresent(now -> parts.catalog().move(transaction, now, State.DISABLED, Optional.empty()));
            return seq;
        }));
        roster.rest(facts, Reasons.of(row.plugin(), State.DISABLED, Optional.empty()));
        return true;
    }

    private boolean waitsForLists(Row row, Trust trust) {
        return row.state() == State.ENABLED
                && roster.running(row.plugin()).isEmpty()
                && parts.snapshots().current().standing(row.plugin()).orElse(null) instanceof Standing.Out out
                && Reasons.stale(out.why())
                && parts.clock()
                        .instant()
                        .isBefore(trust.state()
                                .freshness()
                                .until(facts(row, trust).level()))
                && Optional.ofNullable(out.why().details().get("requires"))
                        .map(required -> roster.running(new PluginId(required)))
                        .map(Optional::isPresent)
                        .orElse(true);
    }

    private static PluginFacts facts(Row row, Trust trust) {
        return Drafts.facts(
                row,
                trust.mandate(row.plugin())
                        .flatMap(mandate -> mandate.of(row.content()))
                        .map(Release::terms));
    }
}
