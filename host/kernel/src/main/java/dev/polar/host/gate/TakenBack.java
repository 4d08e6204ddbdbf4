package dev.polar.host.gate;

import dev.polar.host.snapshot.Snapshot;
import dev.polar.host.snapshot.Standing;
import dev.polar.spi.Caller;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import dev.polar.trust.revocation.Revocation;
import java.util.Optional;

/** What takes a call back that has begun: its own plugin is out in a later snapshot, or one that makes the call is. */
final class TakenBack {
    private TakenBack() {}

    /** How its plugin stands: empty while the generation it is inside is still let finish. */
    static Optional<Refusal> target(Passage passage, Snapshot later) {
        return switch (later.standing(passage.plugin()).orElse(null)) {
            case Standing.Live live
            when live.of(passage.offered().generation().id()).isPresent() ->
                later.takenBack(passage.call().target());
            case Standing.Out out -> Optional.of(out.why());
            case Standing.Live replaced ->
                Optional.of(Admitting.gone(passage.plugin(), "another generation of it has taken over"));
            case null -> Optional.of(Admitting.gone(passage.plugin(), "it was uninstalled"));
        };
    }

    /** What took a plugin back that makes the call: what it began dies with it. */
    static Optional<Refusal> callers(Passage passage, Snapshot now) {
        return callers(now, passage.call().caller());
    }

    private static Optional<Refusal> callers(Snapshot now, Caller caller) {
        return switch (caller) {
            case Caller.OtherPlugin(var plugin, var behalf) ->
                plugin(now, plugin).or(() -> callers(now, behalf));
            case Caller.Schedule(var plugin, var schedule) -> plugin(now, plugin);
            case Caller.Operator person -> Optional.empty();
            case Caller.Client agent -> Optional.empty();
            case Caller.ChannelUser person -> Optional.empty();
        };
    }

    private static Optional<Refusal> plugin(Snapshot now, PluginId plugin) {
        return now.standing(plugin).orElse(null) instanceof Standing.Out out
                ? Optional.of(out.why()).filter(TakenBack::forGood)
                : Optional.empty();
    }

    /** Whether a revocation says so that does not let finish what is inside. */
    static boolean forGood(Refusal why) {
        return switch (why.code()) {
            case PLUGIN_REVOKED, KEY_REVOKED, PUBLISHER_REVOKED -> !Revocation.isSoft(why);
            default -> false;
        };
    }
}
