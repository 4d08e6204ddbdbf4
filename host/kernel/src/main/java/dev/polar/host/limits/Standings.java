package dev.polar.host.limits;

import dev.polar.host.policy.BudgetLimit;
import dev.polar.host.store.Database;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How near everybody is to the limits, on this host; of budgets on all of them. */
public final class Standings {
    private final Restraints restraints;
    private final SpentServers spent;
    private final Database database;

    public Standings(Restraints restraints, SpentServers spent, Database database) {
        this.restraints = restraints;
        this.spent = spent;
        this.database = database;
    }

    /** How near. */
    public enum State {
        OK,
        /** Four fifths of it are used. */
        NEAR,
        /** The next one is refused. */
        OVER,
        PAUSED,
        /** Until an operator resumes it. */
        HELD;

        static State of(long used, long most) {
            return used >= most ? OVER : 5 * used >= 4 * most ? NEAR : OK;
        }
    }

    /** One limit, for one of those whom it counts apart. */
    public record Standing(String kind, String limit, String who, String used, State state, Optional<Instant> until) {}

    /** Everybody who used any of a limit, those first who wait longest for somebody's word. */
    public List<Standing> all() {
        var all = new ArrayList<Standing>();
        var now = restraints.clock().instant();
        restraints.pauses().inForce(now).forEach((caller, pause) -> all.add(paused("pause", caller, pause)));
        restraints.breakers().inForce(now).forEach((plugin, pause) -> all.add(paused("breaker", plugin, pause)));
        spent.names().forEach(server -> all.add(new Standing("starts", "", server, "", State.HELD, Optional.empty())));
        restraints
                .rates()
                .levels()
                .forEach(level -> all.add(new Standing(
                        "rate",
                        level.limit().id(),
                        level.subject(),
                        level.used() + " of " + level.limit().burst(),
                        State.of(level.used(), level.limit().burst()),
                        Optional.empty())));
        restraints
                .crowds()
                .inside()
                .forEach((crowd, inside) -> all.add(new Standing(
                        "concurrency",
                        crowd.limit(),
                        crowd.subject(),
                        inside.now() + " of " + inside.most(),
                        State.of(inside.now(), inside.most()),
                        Optional.empty())));
        all.addAll(budgets(now));
        all.sort((one, other) -> other.state().compareTo(one.state()));
        return all;
    }

    /** Callers who wait for an operator, as problems of the host. */
    public List<String> problems() {
        return restraints.pauses().inForce(restraints.clock().instant()).entrySet().stream()
                .filter(entry -> entry.getValue().until().isEmpty())
                .map(entry -> entry.getKey()
                        + " went on calling though it was refused, and is held: polar resume caller " + entry.getKey())
                .toList();
    }

    private List<Standing> budgets(Instant now) {
        Map<String, BudgetLimit> known = restraints.rules().get().budgets().stream()
                .collect(Collectors.toMap(BudgetLimit::id, Function.identity()));
        if (known.isEmpty()) {
            return List.of();
        }
        var oldest = known.values().stream()
                .map(budget -> budget.period().begin(now))
                .min(Instant::compareTo)
                .orElseThrow();
        return database.read(transaction -> BudgetTable.since(transaction, oldest)).stream()
                .filter(row -> known.containsKey(row.budget())
                        && known.get(row.budget()).period().begin(now).equals(row.period()))
                .map(row -> standing(row, known.get(row.budget()), now))
                .toList();
    }

    private static Standing standing(BudgetTable.Row row, BudgetLimit budget, Instant now) {
        long used = row.used() + row.reserved();
        return new Standing(
                "budget",
                row.budget(),
                row.subject(),
                used + " of " + budget.units() + (row.reserved() > 0 ? ", " + row.reserved() + " set aside" : ""),
                State.of(used, budget.units()),
                Optional.of(budget.period().end(now)));
    }

    private static Standing paused(String kind, String who, Pause pause) {
        return new Standing(kind, "", who, "", pause.until().isEmpty() ? State.HELD : State.PAUSED, pause.until());
    }
}
