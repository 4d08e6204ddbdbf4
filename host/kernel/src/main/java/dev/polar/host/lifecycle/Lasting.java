package dev.polar.host.lifecycle;

import dev.polar.host.snapshot.Snapshots;
import dev.polar.host.snapshot.Standing;
import dev.polar.runtime.GenerationId;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.permission.Grant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What a generation may use as long as it runs: what the snapshot says, or what a soft revocation lets it finish with. */
final class Lasting {
    private final Snapshots snapshots;
    private final InstantSource clock;
    private final Map<GenerationId, Finishing> finishing = new ConcurrentHashMap<>();

    private record Finishing(Running running, Grant grant) {}

    Lasting(Snapshots snapshots, InstantSource clock) {
        this.snapshots = snapshots;
        this.clock = clock;
    }

    /**
     * What a generation holds now.
     *
     * @throws Refusal what keeps it out, unless it is in the current snapshot and trust is fresh
     */
    Grant grant(GenerationId generation) {
        return switch (snapshots.current().standing(generation.plugin()).orElse(null)) {
            case Standing.Live live -> fresh(live.of(generation).orElseThrow(() -> over(generation)));
            case Standing.Out out -> {
                var last = finishing.get(generation);
                if (last == null || Reasons.forGood(out.why())) {
                    throw out.why();
                }
                yield last.grant();
            }
            case null -> throw over(generation);
        };
    }

    private Grant fresh(Standing.Live live) {
        if (clock.instant().isBefore(live.verdict().freshUntil())) {
            return live.verdict().grant();
        }
        throw new Refusal(
                Code.TRUST_STALE, "trust data ran out at " + live.verdict().freshUntil(), "polar freshness");
    }

    private static Refusal over(GenerationId generation) {
        return new Refusal(
                Code.PLUGIN_DISABLED, generation + " is not the one that serves", "polar list shows what is enabled");
    }

    /** Lets it finish with what the snapshot still says that it holds. */
    void letFinish(Running plugin) {
        if (snapshots.current().standing(plugin.plugin()).orElse(null) instanceof Standing.Live live) {
            var id = plugin.generation().id();
            live.of(id)
                    .ifPresent(own -> finishing.put(
                            id, new Finishing(plugin, own.verdict().grant())));
        }
    }

    /** What is let finish. */
    List<Running> finishing() {
        return finishing.values().stream().map(Finishing::running).toList();
    }

    /** Whatever it was let finish has ended, or may not go on. */
    void finished(GenerationId generation) {
        finishing.remove(generation);
    }
}
