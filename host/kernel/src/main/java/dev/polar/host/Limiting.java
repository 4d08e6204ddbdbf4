package dev.polar.host;

import dev.polar.host.audit.RecentCalls;
import dev.polar.host.gate.Limits;
import dev.polar.host.limits.Restraints;
import dev.polar.host.limits.SpentServers;
import dev.polar.host.limits.Standings;
import dev.polar.host.policy.Policies;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.time.InstantSource;

/** How often, how many at once and how much may be called, going on from where an earlier run was. */
record Limiting(Limits limits, Restraints restraints, Standings standings) {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(30);

    static Limiting read(
            Settings settings, Remembered remembered, Policies policies, SpentServers spent, InstantSource clock) {
        int callsPerMinute = settings.callsPerMinute().value();
        var recent = Restraints.recent(
                new RecentCalls(remembered.database(), remembered.journal()),
                callsPerMinute,
                policies.get().limits(),
                clock.instant());
        var restraints = Restraints.fresh(
                        remembered.journal().node(),
                        callsPerMinute,
                        FIRST_PAUSE,
                        () -> policies.get().limits(),
                        recent,
                        clock,
                        TimeMeter.SYSTEM_NANOTIME)
                .goingOn(remembered.database());
        var bounds =
                new Limits.Bounds(callsPerMinute, settings.concurrentCalls().value(), FIRST_PAUSE);
        return new Limiting(
                new Limits(bounds, settings.callTimeout().value(), restraints),
                restraints,
                new Standings(restraints, spent, remembered.database()));
    }
}
