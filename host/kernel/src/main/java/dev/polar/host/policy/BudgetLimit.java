package dev.polar.host.policy;

import java.util.List;

/**
 * How much in an hour, a day or a month, which begin where UTC has them begin.
 *
 * @param each {@link Each#CALLER} or {@link Each#ALL}
 * @param units how much there is in one period
 * @param costs what single calls cost; the first that matches counts, and what none matches costs one unit
 */
public record BudgetLimit(String id, Each each, Glob caller, Glob target, long units, Period period, List<Cost> costs) {
    public BudgetLimit {
        costs = List.copyOf(costs);
    }

    /** What a call of such a target costs; nothing if {@code units} is 0. */
    public record Cost(Glob target, long units) {}

    /** Whether it counts that call. */
    public boolean counts(String byCaller, String ofTarget) {
        return caller.matches(byCaller) && target.matches(ofTarget);
    }

    /** What that call costs. */
    public long cost(String ofTarget) {
        return costs.stream()
                .filter(cost -> cost.target().matches(ofTarget))
                .findFirst()
                .map(Cost::units)
                .orElse(1L);
    }
}
