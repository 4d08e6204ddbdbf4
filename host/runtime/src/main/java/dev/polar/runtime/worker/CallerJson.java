package dev.polar.runtime.worker;

import dev.polar.spi.Caller;
import dev.polar.spi.PluginId;
import jakarta.json.JsonObject;

/** A caller in a message. */
public final class CallerJson {
    private CallerJson() {}

    public static JsonObject write(Caller caller) {
        var object = Members.builder();
        switch (caller) {
            case Caller.Operator(var name) -> object.add("kind", "operator").add("name", name);
            case Caller.Client(var name) -> object.add("kind", "client").add("name", name);
            case Caller.ChannelUser user ->
                object.add("kind", "user")
                        .add("channel", user.kind())
                        .add("account", user.account())
                        .add("room", user.room())
                        .add("user", user.user());
            case Caller.OtherPlugin(var plugin, var behalf) ->
                object.add("kind", "plugin").add("plugin", plugin.name()).add("behalf", write(behalf));
            case Caller.Schedule(var plugin, var schedule) ->
                object.add("kind", "schedule").add("plugin", plugin.name()).add("schedule", schedule);
        }
        return object.build();
    }

    public static Caller read(Members said) {
        return switch (said.text("kind")) {
            case "operator" -> new Caller.Operator(said.text("name"));
            case "client" -> new Caller.Client(said.text("name"));
            case "user" ->
                new Caller.ChannelUser(
                        said.text("channel"), said.text("account"), said.text("room"), said.text("user"));
            case "plugin" -> new Caller.OtherPlugin(said.as("plugin", PluginId::new), read(said.object("behalf")));
            case "schedule" -> new Caller.Schedule(said.as("plugin", PluginId::new), said.text("schedule"));
            default -> throw new Garbled("no kind of caller");
        };
    }
}
