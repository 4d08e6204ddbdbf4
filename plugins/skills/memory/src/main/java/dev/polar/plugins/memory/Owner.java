package dev.polar.plugins.memory;

import dev.polar.spi.Caller;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.spi.Scope;

/**
 * Whose notes a call means. The host says who calls, so the scope's id is never taken from the arguments: nobody can
 * name another conversation or another person.
 */
final class Owner {
    private static final int LONGEST = 200;

    private Owner() {}

    static Scope scope(String wanted, Caller caller) {
        return switch (wanted) {
            case "chat" -> Scope.chat(fitting(chat(caller)));
            case "user" -> Scope.user(fitting(user(caller)));
            default ->
                throw new Refusal(Code.ARGUMENTS_INVALID, "no scope '" + wanted + "'", "scope is \"chat\" or \"user\"");
        };
    }

    private static String chat(Caller caller) {
        return switch (caller) {
            case Caller.ChannelUser person -> id("channel", person.kind(), person.account(), person.room());
            case Caller.OtherPlugin plugin -> chat(plugin.behalf());
            case Caller.Client client -> user(client);
            case Caller.Operator operator -> user(operator);
            case Caller.Schedule schedule -> user(schedule);
        };
    }

    private static String user(Caller caller) {
        return switch (caller) {
            case Caller.ChannelUser person -> id("channel", person.kind(), person.account(), person.user());
            case Caller.OtherPlugin plugin -> user(plugin.behalf());
            case Caller.Client client -> id("client", client.name());
            case Caller.Operator operator -> id("operator", operator.name());
            case Caller.Schedule schedule -> id("schedule", schedule.plugin().name(), schedule.schedule());
        };
    }

    /** Joins with colons; a part's own colons are escaped, so two owners never share an id. */
    private static String id(String... parts) {
        var id = new StringBuilder();
        for (var part : parts) {
            id.append(id.isEmpty() ? "" : ":").append(part.replace("%", "%25").replace(":", "%3A"));
        }
        return id.toString();
    }

    private static String fitting(String id) {
        if (id.length() > LONGEST) {
            throw new Refusal(
                    Code.DOCUMENT_INVALID,
                    "this conversation's name is too long to keep notes for (" + id.length() + " of " + LONGEST + ")",
                    "call from a conversation with a shorter name");
        }
        return id;
    }
}
