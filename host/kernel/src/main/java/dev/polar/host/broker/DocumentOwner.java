package dev.polar.host.broker;

import dev.polar.spi.Caller;
import dev.polar.spi.Scope;
import java.util.Optional;

/**
 * Whose documents a call may reach. Someone in a chat reaches the room and themself, under ids that no other account or
 * platform can have: {@code channel:KIND:ACCOUNT:ROOM} and {@code channel:KIND:ACCOUNT:USER}, with {@code %} and {@code :}
 * in the parts written {@code %25} and {@code %3A}. Operators, clients, schedules and a plugin's own threads act for
 * nobody in a chat; which scope they mean is the plugin's decision.
 */
final class DocumentOwner {
    private DocumentOwner() {}

    /** The one id of that kind the caller may reach; empty if any. */
    static Optional<String> only(Scope.Kind kind, Caller caller) {
        return switch (caller) {
            case Caller.OtherPlugin plugin -> only(kind, plugin.behalf());
            case Caller.ChannelUser user -> Optional.of(id(user, kind == Scope.Kind.CHAT ? user.room() : user.user()));
            case Caller.Operator operator -> Optional.empty();
            case Caller.Client client -> Optional.empty();
            case Caller.Schedule schedule -> Optional.empty();
        };
    }

    private static String id(Caller.ChannelUser user, String last) {
        return "channel:" + part(user.kind()) + ":" + part(user.account()) + ":" + part(last);
    }

    private static String part(String text) {
        return text.replace("%", "%25").replace(":", "%3A");
    }
}
