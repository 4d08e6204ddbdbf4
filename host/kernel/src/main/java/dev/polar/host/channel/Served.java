package dev.polar.host.channel;

import dev.polar.host.snapshot.Offered;
import dev.polar.host.snapshot.PluginFacts;
import dev.polar.host.snapshot.Snapshots;
import dev.polar.host.snapshot.Standing;
import dev.polar.runtime.Target;
import dev.polar.spi.Code;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
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

    /** What people are told while it is not; why something was revoked is for operators. */
    static Refusal off(Snapshots snapshots) {
        return snapshots.current().standing(PLUGIN).orElse(null) instanceof Standing.Out out
                        && out.why().code() == Code.PLUGIN_REVOKED
                ? new Refusal(Code.PLUGIN_REVOKED, "the web channel was revoked", "polar revocations list")
                : new Refusal(Code.PLUGIN_DISABLED, "the web channel is off", "polar enable " + PLUGIN.name());
    }

    boolean mayReceive(String account, String room) {
        return !grant.allowing(new ChannelAccess(ChannelAccess.Verb.RECEIVE, WebRooms.KIND, account, room))
                .isEmpty();
    }
}
