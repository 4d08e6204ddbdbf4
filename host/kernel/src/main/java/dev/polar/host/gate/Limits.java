package dev.polar.host.gate;

import dev.polar.host.limits.Crowds;
import dev.polar.host.limits.Demand;
import dev.polar.host.limits.Pause;
import dev.polar.host.limits.Rates;
import dev.polar.host.limits.Recent;
import dev.polar.host.limits.Restraints;
import dev.polar.host.policy.ConcurrencyLimit;
import dev.polar.host.policy.Each;
import dev.polar.host.policy.LimitRules;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How often, how many at once, a pause for what keeps failing, and how much: asked in this order. */
public final class Limits {
    /**
     * What holds where a policy says nothing.
     *
     * @param callsPerMinute for one caller, all at once if it likes
     * @param concurrent calls inside one plugin, or each of several servers of it, and of one caller
     * @param pause how long a plugin that keeps failing is left alone the first time
     */
    public record Bounds(int callsPerMinute, int concurrent, Duration pause) {}

    private static final String SETTINGS = "settings";
    private static final String AUTHOR = "author";
    /** What no contract exceeds. */
    static final Duration LONGEST = Duration.ofMinutes(10);

    private final Bounds bounds;
    private final Duration longest;
    private final Restraints restraints;

    /** Those bounds alone, and nothing from before. */
    public Limits(Bounds bounds) {
        this(
                bounds,
                LONGEST,
                Restraints.fresh(
                        "",
                        bounds.callsPerMinute(),
                        bounds.pause(),
                        () -> LimitRules.NONE,
                        Recent.NOTHING,
                        InstantSource.system(),
                        TimeMeter.SYSTEM_NANOTIME));
    }

    /** @param longest how long a call may take, whatever its contract says */
    public Limits(Bounds bounds, Duration longest, Restraints restraints) {
        this.bounds = bounds;
        this.longest = longest;
        this.restraints = restraints;
    }

    /** Takes a place, or says why there is none. A place taken is given back with {@link Place#leave}. */
    Optional<Refusal> enter(Passage passage) {
        var demand = new Demand(
                passage.originator(),
                passage.call().target().toString(),
                passage.plugin(),
                passage.server(),
                passage.callers().size() > 1);
        var now = restraints.clock().instant();
        return restraints
                .pauses()
                .of(demand.caller(), now)
                .map(pause -> paused(demand, pause, now))
                .or(() -> restraints.rates().take(demand).map(empty -> tooOften(passage, demand, empty, now)))
                .or(() -> enter(passage, demand, now));
    }

    private Optional<Refusal> enter(Passage passage, Demand demand, Instant now) {
        var place = new Place(restraints);
        for (var one : crowds(passage, demand)) {
            if (!place.join(one.crowd(), one.most())) {
                place.giveUp();
                return Optional.of(new Refusal(Code.CONCURRENCY_LIMITED, one.full(), "try again when some have ended"));
            }
        }
        var breaker = restraints.breakers().of(passage.offered().generation().id(), demand.server(), passage::isGone);
        if (!place.enter(breaker)) {
            place.giveUp();
            return Optional.of(broken(demand, breaker.pause(now), now));
        }
        passage.took(place);
        bound(passage, demand);
        passage.costs(restraints.budgets().charges(demand, passage.started()));
        return Optional.empty();
    }

    /** So many at once, and what is said of one more. */
    private record Room(Crowds.Crowd crowd, int most, String full) {}

    /** The bounds hold for plugins and callers of whom the policy says nothing. What a plugin asks for is part of a call. */
    private List<Room> crowds(Passage passage, Demand demand) {
        var limits = restraints.rules().get().concurrency();
        var rooms = new ArrayList<Room>(limits.size() + 2);
        passage.offered()
                .generation()
                .callsAtOnce(passage.call().target())
                .ifPresent(most -> rooms.add(new Room(
                        new Crowds.Crowd(AUTHOR, demand.server()),
                        most,
                        demand.server() + " takes no more than " + most + " calls at once, as its author says")));
        boolean ofPlugin = false;
        boolean ofCaller = demand.nested();
        for (var limit : limits) {
            if (limit.counts(demand.caller(), demand.target()) && !(demand.nested() && limit.each() == Each.CALLER)) {
                rooms.add(room(limit, demand));
                ofPlugin |= limit.each() == Each.PLUGIN;
                ofCaller |= limit.each() == Each.CALLER;
            }
        }
        for (var limit : restraints.rules().get().servers()) {
            if (limit.calls().isPresent() && limit.counts(demand.server())) {
                rooms.add(room(limit.id(), demand.server(), limit.calls().get()));
                ofPlugin = true;
            }
        }
        int most = bounds.concurrent();
        if (!ofPlugin) {
            // Of each server for itself: one that hangs fills its own places and no other's.
            var server = demand.server();
            rooms.add(
                    new Room(new Crowds.Crowd(SETTINGS, server), most, server + " already answers " + most + " calls"));
        }
        if (!ofCaller) {
            rooms.add(new Room(
                    new Crowds.Crowd(SETTINGS, demand.caller()),
                    most,
                    demand.caller() + " already waits for " + most + " calls"));
        }
        return rooms;
    }

    private static Room room(ConcurrencyLimit limit, Demand demand) {
        var subject = limit.each().subject(demand.caller(), demand.target());
        return room(limit.id(), subject, limit.calls());
    }

    private static Room room(String limit, String subject, int calls) {
        return new Room(
                new Crowds.Crowd(limit, subject),
                calls,
                "limit '" + limit + "' lets " + subject + " have " + calls + " calls at once");
    }

    /** How long it may take and how much it may answer: the least that is said. */
    private void bound(Passage passage, Demand demand) {
        var time = longest;
        var bytes = Long.MAX_VALUE;
        for (var limit : restraints.rules().get().servers()) {
            if (limit.counts(demand.server())) {
                time = least(limit.timeout().orElse(time), time);
                bytes = Math.min(bytes, limit.answer().orElse(bytes));
            }
        }
        passage.takesAtMost(time);
        passage.answersAtMost(bytes);
    }

    private static Duration least(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private Refusal tooOften(Passage passage, Demand demand, Rates.Empty empty, Instant now) {
        var limit = empty.limit();
        if (limit.each() == Each.CALLER || limit.each() == Each.CALLER_AND_TARGET) {
            var begun = restraints.pauses().refused(demand.caller(), limit, now);
            if (begun.isPresent()) {
                passage.remark("paused", length(begun.get()));
                passage.withNextRecord(transaction -> restraints.keep(transaction, demand.caller(), begun.get()));
                return paused(demand, begun.get(), now);
            }
        }
        var subject = limit.each().subject(demand.caller(), demand.target());
        long millis = Math.max(1, empty.refill().toMillis());
        return new Refusal(
                Code.RATE_LIMITED,
                "more than " + limit.text() + " for " + subject + " (limit '" + limit.id() + "')",
                "try again in " + millis + " ms",
                Map.of("limit", limit.id(), "retryAfterMillis", Long.toString(millis)));
    }

    private static String length(Pause pause) {
        return pause.until()
                .map(until -> Duration.between(pause.at(), until).toString())
                .orElse("until resumed");
    }

    private static Refusal paused(Demand demand, Pause pause, Instant now) {
        return pause.until()
                .map(until -> new Refusal(
                        Code.RATE_LIMITED,
                        demand.caller() + " went on calling though it was refused, and is paused until " + until,
                        "wait; calling on makes the next pause longer",
                        Map.of("limit", "pause", "retryAfterMillis", millis(now, until))))
                .orElseGet(() -> new Refusal(
                        Code.RATE_LIMITED,
                        demand.caller() + " went on calling though it was paused, and is held",
                        "an operator: polar resume caller " + demand.caller() + " --reason ...",
                        Map.of("limit", "held")));
    }

    private Refusal broken(Demand demand, Optional<Pause> pause, Instant now) {
        var until = pause.flatMap(Pause::until);
        return new Refusal(
                Code.CIRCUIT_OPEN,
                demand.server() + " failed too often and "
                        + until.map(end -> "is given a pause until " + end).orElse("one call is tried just now"),
                "polar inspect " + demand.plugin() + " shows the last error; polar resume plugin " + demand.server()
                        + " ends the pause",
                until.map(end -> Map.of("retryAfterMillis", millis(now, end))).orElse(Map.of()));
    }

    private static String millis(Instant now, Instant until) {
        return Long.toString(Math.max(1, Duration.between(now, until).toMillis()));
    }

    /** What a call's end says of the plugin. */
    enum Blame {
        /** It never got there. */
        NOBODY,
        NONE_FAILED,
        PLUGIN
    }
}
