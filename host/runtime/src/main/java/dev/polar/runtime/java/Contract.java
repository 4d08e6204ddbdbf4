package dev.polar.runtime.java;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toSet;

import dev.polar.runtime.ToolOffer;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.manifest.ChannelContract;
import dev.polar.trust.manifest.Manifest;
import dev.polar.trust.manifest.ToolContract;
import dev.polar.trust.schema.WellKnown;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the manifest promises and code has to bind, name by name.
 *
 * @param channels kinds of channel adapters
 * @param policyRules rules asked before calls
 * @param resultRules rules asked before results leave
 * @param auditSinks sinks for records
 */
public record Contract(
        List<ToolOffer> tools,
        Set<String> channels,
        Set<String> policyRules,
        Set<String> resultRules,
        Set<String> auditSinks) {
    public Contract {
        tools = List.copyOf(tools);
        channels = Set.copyOf(channels);
        policyRules = Set.copyOf(policyRules);
        resultRules = Set.copyOf(resultRules);
        auditSinks = Set.copyOf(auditSinks);
    }

    /** Without rules and sinks. */
    public Contract(List<ToolOffer> tools, Set<String> channels) {
        this(tools, channels, Set.of(), Set.of(), Set.of());
    }

    /** What a manifest promises. */
    public static Contract of(Manifest manifest) {
        return new Contract(
                manifest.tools().stream().map(Contract::offer).toList(),
                manifest.channels().stream().map(ChannelContract::kind).collect(toSet()),
                Set.copyOf(manifest.policyRules()),
                Set.copyOf(manifest.resultRules()),
                Set.copyOf(manifest.auditSinks()));
    }

    private static ToolOffer offer(ToolContract tool) {
        var definition = StrictJson.provider()
                .createObjectBuilder()
                .add("name", tool.name())
                .add("description", tool.description())
                .add("inputSchema", tool.input())
                .add("outputSchema", tool.output())
                .build();
        return new ToolOffer(
                tool.name(),
                definition,
                tool.effect(),
                tool.timeout(),
                tool.role().map(WellKnown::toString));
    }

    /** What code that binds nothing is held against. */
    public void requireNothing() {
        requireTools(Set.of());
        requireChannels(Set.of());
        requireRules(Set.of(), Set.of());
        requireSinks(Set.of());
    }

    /** Compares with what code binds. */
    void requireTools(Set<String> bound) {
        var declared = tools.stream().map(ToolOffer::name).collect(toCollection(TreeSet::new));
        require("tool", declared, bound, Code.TOOL_UNDECLARED, Code.TOOL_MISSING);
    }

    void requireChannels(Set<String> bound) {
        require("channel", new TreeSet<>(channels), bound, Code.TOOL_UNDECLARED, Code.TOOL_MISSING);
    }

    void requireRules(Set<String> policy, Set<String> results) {
        require("policy rule", new TreeSet<>(policyRules), policy, Code.TOOL_UNDECLARED, Code.TOOL_MISSING);
        require("result rule", new TreeSet<>(resultRules), results, Code.TOOL_UNDECLARED, Code.TOOL_MISSING);
    }

    void requireSinks(Set<String> bound) {
        require("audit sink", new TreeSet<>(auditSinks), bound, Code.TOOL_UNDECLARED, Code.TOOL_MISSING);
    }

    private static void require(String kind, Set<String> declared, Set<String> bound, Code undeclared, Code missing) {
        var more = new TreeSet<>(bound);
        more.removeAll(declared);
        if (!more.isEmpty()) {
            throw new Refusal(
                    undeclared,
                    "the code binds " + kind + " " + String.join(", ", more) + ", which plugin.json does not declare",
                    "declare it in plugin.json, or leave it out of the code");
        }
        var less = new TreeSet<>(declared);
        less.removeAll(bound);
        if (!less.isEmpty()) {
            throw new Refusal(
                    missing,
                    "plugin.json declares " + kind + " " + String.join(", ", less) + ", which the code does not bind",
                    "bind it under exactly that name, or leave it out of plugin.json");
        }
    }
}
