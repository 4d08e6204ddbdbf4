package dev.polar.runtime.java;

import dev.polar.spi.Code;
import dev.polar.spi.Plugin;
import dev.polar.spi.PluginContext;
import dev.polar.spi.Refusal;
import dev.polar.spi.ToolHandler;
import dev.polar.spi.audit.AuditSink;
import dev.polar.spi.channel.ChannelAdapter;
import dev.polar.spi.policy.PolicyRule;
import dev.polar.spi.policy.ResultRule;
import java.lang.reflect.InvocationTargetException;
import java.util.Map;
import java.util.Optional;

/**
 * The plugin's own objects; touched on its own threads only.
 *
 * @param plugin absent for a library
 */
record PluginObjects(
        Optional<Plugin> plugin,
        Map<String, ToolHandler> handlers,
        Map<String, ChannelAdapter> adapters,
        Map<String, PolicyRule> policyRules,
        Map<String, ResultRule> resultRules,
        Map<String, AuditSink> sinks) {

    static final PluginObjects NONE =
            new PluginObjects(Optional.empty(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of());

    /** Instantiates the plugin, asks it for its handlers and holds them against the contract. */
    static PluginObjects begin(PluginCode code, Contract contract, PluginContext host) throws Exception {
        var type = code.entry();
        if (type.isEmpty()) {
            contract.requireNothing();
            return NONE;
        }
        var plugin = instantiate(type.get());
        var handlers = Blame.on("tools()", () -> Map.copyOf(plugin.tools(host)));
        contract.requireTools(handlers.keySet());
        var adapters = Blame.on("channels()", () -> Map.copyOf(plugin.channels(host)));
        contract.requireChannels(adapters.keySet());
        var policyRules = Blame.on("policyRules()", () -> Map.copyOf(plugin.policyRules(host)));
        var resultRules = Blame.on("resultRules()", () -> Map.copyOf(plugin.resultRules(host)));
        contract.requireRules(policyRules.keySet(), resultRules.keySet());
        var sinks = Blame.on("auditSinks()", () -> Map.copyOf(plugin.auditSinks(host)));
        contract.requireSinks(sinks.keySet());
        return new PluginObjects(Optional.of(plugin), handlers, adapters, policyRules, resultRules, sinks);
    }

    private static Plugin instantiate(Class<? extends Plugin> type) {
        try {
            return type.getConstructor().newInstance();
        } catch (InvocationTargetException thrown) {
            throw Blame.failed("new " + type.getSimpleName() + "()", thrown.getCause());
        } catch (ReflectiveOperationException unfit) {
            throw new Refusal(
                    Code.START_FAILED,
                    type.getName() + " is not a public class with a public constructor without parameters",
                    "make it one");
        }
    }

    void stop() {
        plugin.ifPresent(Plugin::stop);
    }
}
