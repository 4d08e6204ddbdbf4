package dev.polar.host.limits;

import dev.polar.host.audit.RecentCalls;
import dev.polar.host.policy.CallerText;
import dev.polar.host.policy.LimitRules;
import dev.polar.host.store.Database;
import dev.polar.host.store.Transaction;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * Everything that holds calls back on one host.
 *
 * @param node this host, whose pauses are its own
 */
public record Restraints(
        String node,
        Supplier<LimitRules> rules,
        Rates rates,
        Pauses pauses,
        Crowds crowds,
        Breakers breakers,
        Budgets budgets,
        InstantSource clock) {
    /** The longest that is read back from the journal. */
    private static final Duration LONGEST = Duration.ofHours(2);

    private static final Duration FORGOTTEN = Duration.ofHours(4);
    private static final Duration OLD = Duration.ofDays(100);

    /** Without anything from before. */
    public static Restraints fresh(
            String node,
            int callsPerMinute,
            Duration pause,
            Supplier<LimitRules> rules,
            Recent recent,
            InstantSource clock,
            TimeMeter ticks) {
        return new Restraints(
                node,
                rules,
                new Rates(callsPerMinute, rules, recent, clock, ticks),
                new Pauses(),
                new Crowds(),
                new Breakers(pause, clock),
                new Budgets(rules),
                clock);
    }

    /** What was called before this start, as far back as it still counts. */
    public static Recent recent(RecentCalls log, int callsPerMinute, LimitRules rules, Instant now) {
        var window = Rates.longest(callsPerMinute, rules).multipliedBy(2);
        var found = log.since(now.minus(window.compareTo(LONGEST) < 0 ? window : LONGEST));
        return new Recent(
                found.from(),
                found.calls().stream()
                        .map(call ->
                                new Recent.Use(CallerText.recorded(call.kind(), call.name()), call.target(), call.at()))
                        .toList());
    }

    /** Goes on with the pauses there were, and forgets what counts for nothing any more. */
    public Restraints goingOn(Database database) {
        var now = clock.instant();
        var rows = database.write(transaction -> {
            PauseTable.forget(transaction, node, now.minus(FORGOTTEN));
            BudgetTable.forget(transaction, now.minus(OLD));
            return PauseTable.of(transaction, node);
        });
        for (var row : rows) {
            switch (row.kind()) {
                case PauseTable.CALLER -> pauses.restore(row.name(), row.pause());
                case PauseTable.PLUGIN ->
                    breakers.restore(new Breakers.Content(row.name(), row.content()), row.pause());
                default -> throw new IllegalStateException("a pause of a " + row.kind());
            }
        }
        return this;
    }

    /** Keeps a caller's pause, with the record of the refusal that began it. */
    public void keep(Transaction transaction, String caller, Pause pause) {
        PauseTable.put(transaction, node, new PauseTable.Row(PauseTable.CALLER, caller, "", pause));
    }

    /** Keeps how a breaker turned, with the outcome that turned it. */
    public void keep(Transaction transaction, Breaker.Turn turn) {
        var server = turn.content().server();
        var digest = turn.content().digest();
        switch (turn) {
            case Breaker.Turn.Opened(var content, var pause) ->
                PauseTable.put(transaction, node, new PauseTable.Row(PauseTable.PLUGIN, server, digest, pause));
            case Breaker.Turn.Closed(var content) ->
                PauseTable.remove(transaction, node, PauseTable.PLUGIN, server, digest);
        }
    }
}
