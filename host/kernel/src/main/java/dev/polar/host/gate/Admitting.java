package dev.polar.host.gate;

import dev.polar.host.snapshot.Standing;
import dev.polar.spi.Code;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Admission's verdict for calls, as compiled into the snapshot: one look and {@code now < freshUntil}. */
final class Admitting implements Stage {
    private final InstantSource clock;

    Admitting(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public String name() {
        return "admission";
    }

    @Override
    public Optional<Refusal> check(Passage passage) {
        return target(passage).or(() -> TakenBack.callers(passage, passage.seen()));
    }

    private Optional<Refusal> target(Passage passage) {
        return switch (passage.seen().standing(passage.plugin()).orElse(null)) {
            case Standing.Live live ->
                live.of(passage.offered().generation().id())
                        .map(own -> {
                            passage.admitted(own);
                            return fresh(own, clock.instant());
                        })
                        .orElseGet(
                                () -> Optional.of(gone(passage.plugin(), "another generation of it has taken over")));
            case Standing.Out out -> Optional.of(out.why());
            case null -> Optional.of(gone(passage.plugin(), "it is not installed"));
        };
    }

    private static Optional<Refusal> fresh(Standing.Live live, Instant now) {
        return now.isBefore(live.verdict().freshUntil())
                ? Optional.empty()
                : Optional.of(new Refusal(
                        Code.TRUST_STALE,
                        "trust data ran out at " + live.verdict().freshUntil(),
                        "polar doctor"));
    }

    static Refusal gone(PluginId plugin, String why) {
        return new Refusal(Code.PLUGIN_DISABLED, plugin + " cannot be called: " + why, "polar list");
    }
}
