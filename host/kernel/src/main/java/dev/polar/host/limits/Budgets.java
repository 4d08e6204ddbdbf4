package dev.polar.host.limits;

import dev.polar.host.policy.LimitRules;
import dev.polar.host.store.Transaction;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * How much: counted in the database, for all hosts together. What a call may cost is set aside in the transaction of its
 * intent, and spent in that of its outcome; a call that turned out not to run gives it back. A call of which nobody knows
 * whether it ran keeps it until the period is over: nothing is ever spent twice, and nothing more than there is.
 */
public final class Budgets {
    private final Supplier<LimitRules> rules;

    public Budgets(Supplier<LimitRules> rules) {
        this.rules = rules;
    }

    /** What one call costs of one budget, in the period in which it began. */
    public record Charge(String budget, String subject, Instant period, Instant end, long units, long most) {}

    /** What that call costs. */
    public List<Charge> charges(Demand demand, Instant now) {
        var budgets = rules.get().budgets();
        if (budgets.isEmpty()) {
            return List.of();
        }
        var charges = new ArrayList<Charge>();
        for (var budget : budgets) {
            if (budget.counts(demand.caller(), demand.target())) {
                long units = budget.cost(demand.target());
                if (units > 0) {
                    charges.add(new Charge(
                            budget.id(),
                            budget.each().subject(demand.caller(), demand.target()),
                            budget.period().begin(now),
                            budget.period().end(now),
                            units,
                            budget.units()));
                }
            }
        }
        return charges;
    }

    /**
     * Sets it aside.
     *
     * @throws Refusal {@code BUDGET_EXCEEDED}
     */
    public static void reserve(Transaction transaction, Charge charge, Instant now) {
        if (charge.units() > charge.most() || !BudgetTable.reserve(transaction, charge)) {
            long millis = Math.max(1, charge.end().toEpochMilli() - now.toEpochMilli());
            throw new Refusal(
                    Code.BUDGET_EXCEEDED,
                    "budget '" + charge.budget() + "' has less than the " + charge.units()
                            + " left that this costs, of " + charge.most() + " for " + charge.subject(),
                    "it begins anew at " + charge.end() + "; polar limits",
                    Map.of(
                            "stage", "limits",
                            "budget", charge.budget(),
                            "retryAfterMillis", Long.toString(millis)));
        }
    }

    /** It was spent. */
    public static void spend(Transaction transaction, Charge charge) {
        BudgetTable.settle(transaction, charge, charge.units());
    }

    /** It was not. */
    public static void giveBack(Transaction transaction, Charge charge) {
        BudgetTable.settle(transaction, charge, 0);
    }
}
