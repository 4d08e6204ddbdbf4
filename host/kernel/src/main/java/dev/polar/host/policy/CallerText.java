package dev.polar.host.policy;

import dev.polar.spi.Caller;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Callers as policies, records and people write them: {@code kind:name}. */
public final class CallerText {
    private CallerText() {}

    public static String of(Caller caller) {
        return kind(caller) + ":" + caller.name();
    }

    /** Of a caller as a record names it; there a channel's user is a user. */
    public static String recorded(String kind, String name) {
        return (kind.equals("user") ? "channel" : kind) + ":" + name;
    }

    public static String kind(Caller caller) {
        return switch (caller) {
            case Caller.Operator o -> "operator";
            case Caller.Client c -> "client";
            case Caller.ChannelUser u -> "channel";
            case Caller.OtherPlugin p -> "plugin";
            case Caller.Schedule s -> "schedule";
        };
    }

    /** The caller in such a text, unless it is a plugin, which acts for somebody. */
    public static Optional<Caller> parse(String text) {
        int colon = text.indexOf(':');
        var name = text.substring(colon + 1);
        if (colon < 0 || name.isBlank()) {
            return Optional.empty();
        }
        return switch (text.substring(0, colon)) {
            case "operator" -> Optional.of(new Caller.Operator(name));
            case "client" -> Optional.of(new Caller.Client(name));
            case "channel" ->
                Optional.of(name.split(":", 4))
                        .filter(parts -> parts.length == 4)
                        .map(parts -> new Caller.ChannelUser(parts[0], parts[1], parts[2], parts[3]));
            default -> Optional.empty();
        };
    }

    /** The room in which it was asked for, if in one. */
    public static Optional<Question.Channel> channel(Caller caller) {
        return switch (caller) {
            case Caller.OtherPlugin plugin -> channel(plugin.behalf());
            case Caller.ChannelUser user -> Optional.of(new Question.Channel(user.kind(), user.account(), user.room()));
            case Caller.Operator o -> Optional.empty();
            case Caller.Client c -> Optional.empty();
            case Caller.Schedule s -> Optional.empty();
        };
    }

    /** The caller and everyone it acts for, whoever it is for last. */
    public static List<String> chain(Caller caller) {
        var chain = new ArrayList<String>();
        var at = caller;
        while (at instanceof Caller.OtherPlugin plugin) {
            chain.add(of(plugin));
            at = plugin.behalf();
        }
        chain.add(of(at));
        return chain;
    }
}
