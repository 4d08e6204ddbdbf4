package dev.polar.host.lifecycle;

import dev.polar.host.audit.Draft;
import dev.polar.host.catalog.Trust;
import dev.polar.host.consent.Consented;
import dev.polar.host.snapshot.PluginFacts;
import dev.polar.spi.PluginId;
import dev.polar.trust.audit.Category;
import dev.polar.trust.json.StrictJson;
import java.util.ArrayList;
import java.util.List;

/** Changes several plugins at once: all of it in one transaction and one snapshot, or nothing. */
final class Several {
    private final Parts parts;
    private final Roster roster;
    private final Candidates candidates;
    private final Switching switching;

    Several(Parts parts, Roster roster, Candidates candidates, Switching switching) {
        this.parts = parts;
        this.roster = roster;
        this.candidates = candidates;
        this.switching = switching;
    }

    /** Does what the plan says. */
    void carryOut(Transition transition, SetPlan plan, Consented consent, Trust trust) {
        var lines = StrictJson.provider().createArrayBuilder(plan.lines()).build();
        var draft = Drafts.by(Draft.of(Category.PLUGIN, transition.action()), consent)
                .allowed()
                .fact("plugins", lines);
        var act = Act.begin(transition, draft, parts);
        var moves = act.work(
                Step.STORED,
                () -> plan.moves().stream()
                        .map(move -> move.kept(parts.packages()))
                        .toList());
        var next = act.work(Step.LOADED, () -> started(plan, moves, trust));
        switching.over(act, next, next, resting(moves), transaction -> {
            moves.forEach(move -> move.write(transaction, parts.catalog()));
            consent.store(transaction);
        });
        moves.stream().filter(move -> move.next().isEmpty()).map(Move::plugin).forEach(roster::leave);
        moves.stream().flatMap(move -> move.forgotten().stream()).forEach(parts.packages()::forget);
        moves.forEach(move -> tell(move, consent));
    }

    /** What was looked at for the plan had less than it is granted now, so it starts anew. */
    private List<Running> started(SetPlan plan, List<Move> moves, Trust trust) {
        moves.stream().map(Move::plugin).forEach(candidates::drop);
        var entrants = new ArrayList<>(switching.again(plan.dependants(), trust));
        moves.forEach(move -> move.entrant().ifPresent(entrants::add));
        return switching.start(entrants, List.of(), plan.approving());
    }

    private static List<PluginFacts> resting(List<Move> moves) {
        return moves.stream()
                .filter(move -> move.start().isEmpty())
                .map(Move::shown)
                .toList();
    }

    /** The one record says all of it; these are for whoever looks at one plugin. */
    private void tell(Move move, Consented consent) {
        for (var clause : move.clauses()) {
            var draft = Drafts.by(Draft.of(Category.PLUGIN, clause.action()), consent)
                    .allowed();
            parts.journal().append(Drafts.about(draft, facts(move.plugin(), move)));
        }
    }

    private PluginFacts facts(PluginId plugin, Move move) {
        return roster.running(plugin).map(Running::shown).orElseGet(move::shown);
    }
}
