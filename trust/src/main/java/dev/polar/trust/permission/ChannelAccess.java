package dev.polar.trust.permission;

import java.util.Optional;
import java.util.regex.Pattern;

/** Receiving from or sending to rooms of a channel; account and room may be {@code *}. */
public record ChannelAccess(Verb verb, String channel, String account, String room) implements Access {
    private static final String ALL = "*";
    private static final Pattern KIND = Pattern.compile("[a-z][a-z0-9_-]{0,47}");
    private static final Pattern ROOM = Pattern.compile("[A-Za-z0-9._:/$@=-]{1,200}");

    /** Which way messages go. */
    public enum Verb {
        RECEIVE,
        SEND;

        String kind() {
            return this == RECEIVE ? "channel.receive" : "channel.send";
        }
    }

    static ChannelAccess read(Verb verb, Selector selector) {
        var parts = selector.text().split(":", 3);
        if (parts.length < 3 || !KIND.matcher(parts[0]).matches()) {
            throw selector.refused(0, "rooms are written kind:account:room");
        }
        int room = parts[0].length() + parts[1].length() + 2;
        if (!parts[1].equals(ALL)) {
            selector.name(parts[0].length() + 1, parts[1]);
        }
        if (!parts[2].equals(ALL) && !ROOM.matcher(parts[2]).matches()) {
            throw selector.refused(room, "a room is * or a name without *");
        }
        return new ChannelAccess(verb, parts[0], parts[1], parts[2]);
    }

    @Override
    public String kind() {
        return verb.kind();
    }

    @Override
    public String selector() {
        return channel + ":" + account + ":" + room;
    }

    @Override
    public Optional<ChannelAccess> meet(Access other) {
        if (!(other instanceof ChannelAccess rooms) || rooms.verb != verb || !rooms.channel.equals(channel)) {
            return Optional.empty();
        }
        return both(account, rooms.account)
                .flatMap(a -> both(room, rooms.room).map(r -> new ChannelAccess(verb, channel, a, r)));
    }

    private static Optional<String> both(String one, String other) {
        if (one.equals(ALL)) {
            return Optional.of(other);
        }
        return other.equals(ALL) || one.equals(other) ? Optional.of(one) : Optional.empty();
    }
}
