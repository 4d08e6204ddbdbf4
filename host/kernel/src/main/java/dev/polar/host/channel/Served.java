package dev.polar.host.channel;

import dev.polar.host.snapshot.Offered;
import dev.polar.host.snapshot.PluginFacts;
import dev.polar.host.snapshot.Snapshots;
import dev.polar.host.snapshot.Standing;
import dev.polar.runtime.Target;
import dev.polar.spi.PluginId;
import dev.polar.trust.permission.ChannelAccess;
import dev.polar.trust.permission.Grant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The plugin behind the web channel while it is in. Its page speaks with this host's origin, so it is that one plugin and
 * none that merely offers the kind.
 */
record Served(Offered.Channel channel, PluginFacts facts, Grant grant) {
    static final PluginId PLUGIN = new PluginId("polar.web");
    private static final Target TARGET = new Target(Target.Kind.SEND, PLUGIN, WebRooms.KIND);

    static Optional<Served> now(Snapshots snapshots, InstantSource clock) {
        var snapshot = snapshots.current();
        return snapshot.find(TARGET).orElse(null) instanceof Offered.Channel channel
                        && snapshot.standing(PLUGIN).orElse(null) instanceof Standing.Live live
                        && clock.instant().isBefore(live.verdict().freshUntil())
                ? Optional.of(new Served(channel, live.facts(), live.verdict().grant()))
                : Optional.empty();
    }

    boolean mayReceive(String account, String room) {
        return !grant.allowing(new ChannelAccess(ChannelAccess.Verb.RECEIVE, WebRooms.KIND, account, room))
                .isEmpty();
    }
}
