package dev.polar.spi;

/** Who asks. The host fills it in; a plugin cannot claim to be someone. */
public sealed interface Caller {
    /** The caller's name within its kind. */
    String name();

    /** A person at the command line. */
    record Operator(String name) implements Caller {}

    /** An agent or program with a client token. */
    record Client(String name) implements Caller {}

    /** A person in a chat: {@code kind:account:room} and the platform's user id. */
    record ChannelUser(String kind, String account, String room, String user) implements Caller {
        @Override
        public String name() {
            return kind + ":" + account + ":" + room + ":" + user;
        }
    }

    /** Another plugin, acting for whoever called it. */
    record OtherPlugin(PluginId plugin, Caller behalf) implements Caller {
        @Override
        public String name() {
            return plugin.name();
        }
    }

    /** A schedule of the named plugin. */
    record Schedule(PluginId plugin, String schedule) implements Caller {
        @Override
        public String name() {
            return plugin + ":" + schedule;
        }
    }
}
