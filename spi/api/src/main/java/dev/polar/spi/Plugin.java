package dev.polar.spi;

import dev.polar.spi.audit.AuditSink;
import dev.polar.spi.channel.ChannelAdapter;
import dev.polar.spi.policy.PolicyRule;
import dev.polar.spi.policy.ResultRule;
import java.util.Map;

/**
 * What an author implements; one instance per generation. The names are the manifest's: a handler without a contract in
 * {@code plugin.json} is {@code TOOL_UNDECLARED}, a contract without a handler {@code TOOL_MISSING}, both at start.
 */
public interface Plugin {
    /** Handlers by tool name, as the manifest spells it. Called once, before the plugin is ready. */
    default Map<String, ToolHandler> tools(PluginContext host) {
        return Map.of();
    }

    /** Adapters by channel kind, as the manifest spells it. Called once, before the plugin is ready. */
    default Map<String, ChannelAdapter> channels(PluginContext host) {
        return Map.of();
    }

    /** Rules asked before calls, by name, as the manifest spells it. Called once, before the plugin is ready. */
    default Map<String, PolicyRule> policyRules(PluginContext host) {
        return Map.of();
    }

    /** Rules asked before results leave, by name, as the manifest spells it. Called once, before the plugin is ready. */
    default Map<String, ResultRule> resultRules(PluginContext host) {
        return Map.of();
    }

    /** Sinks for records of the audit log, by name, as the manifest spells it. Called once, before the plugin is ready. */
    default Map<String, AuditSink> auditSinks(PluginContext host) {
        return Map.of();
    }

    /** The generation ends: give back what the host does not know of. Not called after a crash or a kill. */
    default void stop() {}
}
