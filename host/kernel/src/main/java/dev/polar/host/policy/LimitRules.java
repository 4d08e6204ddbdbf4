package dev.polar.host.policy;

import java.util.List;

/** What a policy says of how often, how many at once and how much. Every limit that counts a call holds for it. */
public record LimitRules(
        List<RateLimit> rates,
        List<ConcurrencyLimit> concurrency,
        List<BudgetLimit> budgets,
        List<ServerLimit> servers) {
    /** Nothing: what the settings say holds. */
    public static final LimitRules NONE = new LimitRules(List.of(), List.of(), List.of(), List.of());

    public LimitRules {
        rates = List.copyOf(rates);
        concurrency = List.copyOf(concurrency);
        budgets = List.copyOf(budgets);
        servers = List.copyOf(servers);
    }
}
