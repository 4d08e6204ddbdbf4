package dev.polar.runtime;

import dev.polar.spi.PluginId;

/** What a call is aimed at. */
public record Target(Kind kind, PluginId plugin, String name) {
    /** What the names of prompts begin with; {@code prompt:SERVER/NAME} where a plugin has several servers. */
    public static final String PROMPT = "prompt:";

    /** What comes before a server whose resources are read; the address is an argument. */
    public static final String RESOURCE = "resource:";

    /** What comes before a template of addresses, which is only known to be refused: its resources are its server's. */
    public static final String TEMPLATE = "template:";

    /** What comes before a skill of a server, {@code skill:SERVER/PATH}: no skill of a package is called so. */
    public static final String SKILL = "skill:";

    /**
     * Tools are called, skills are read, channels are sent to. Of MCP servers also prompts are got, resources fetched, and
     * arguments of either completed: a completion has the name of what it is for. A subscription has the name of what reads
     * the address that it is about.
     */
    public enum Kind {
        TOOL,
        SKILL,
        SEND,
        PROMPT,
        RESOURCE,
        COMPLETION,
        SUBSCRIPTION
    }

    public static Target tool(PluginId plugin, String name) {
        return new Target(Kind.TOOL, plugin, name);
    }

    /** What has that name in a plugin: no tool's begins as those of the others do. */
    public static Target named(PluginId plugin, String name) {
        if (name.startsWith(PROMPT)) {
            return new Target(Kind.PROMPT, plugin, name);
        }
        if (name.startsWith(SKILL)) {
            return new Target(Kind.SKILL, plugin, name);
        }
        boolean resource = name.startsWith(RESOURCE) || name.startsWith(TEMPLATE);
        return new Target(resource ? Kind.RESOURCE : Kind.TOOL, plugin, name);
    }

    /** The completion of its arguments. */
    public Target completion() {
        return new Target(Kind.COMPLETION, plugin, name);
    }

    /** Being told when what is read there changes. */
    public Target subscription() {
        return new Target(Kind.SUBSCRIPTION, plugin, name);
    }

    /** {@code plugin/tool}, as policies, records and people write it. */
    @Override
    public String toString() {
        return plugin + "/" + name;
    }
}
