package dev.polar.host.gate;

import dev.polar.host.audit.IntentId;
import dev.polar.host.broker.ToolCaller;
import dev.polar.host.snapshot.Offered;
import dev.polar.host.snapshot.Snapshots;
import dev.polar.runtime.Aside;
import dev.polar.runtime.Call;
import dev.polar.runtime.Propagated;
import dev.polar.runtime.Target;
import dev.polar.runtime.Usage;
import dev.polar.spi.Caller;
import dev.polar.spi.Code;
import dev.polar.spi.Json;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import dev.polar.spi.ToolAnswer;
import dev.polar.spi.ToolId;
import dev.polar.spi.ToolInfo;
import dev.polar.trust.json.Canonical;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Plugins calling plugins: a call like any other, made by the plugin for whoever it is answering, and cancelled with the
 * call it is part of.
 */
public final class PluginCalls implements ToolCaller {
    private static final int LONGEST_CHAIN = 8;
    private static final StrictJson.Limits LIMITS = new StrictJson.Limits(1 << 20, 64);

    private final Gate gate;
    private final Snapshots snapshots;

    public PluginCalls(Gate gate, Snapshots snapshots) {
        this.gate = gate;
        this.snapshots = snapshots;
    }

    @Override
    public ToolAnswer call(PluginId self, Call answering, ToolId tool, String arguments) {
        var caller = new Caller.OtherPlugin(self, answering.caller());
        if (depth(caller) > LONGEST_CHAIN) {
            throw new Refusal(
                    Code.CONCURRENCY_LIMITED,
                    "plugins called each other " + LONGEST_CHAIN + " times for one call",
                    "look for a loop in polar audit list");
        }
        var call = new Call(
                IntentId.fresh().value(),
                Target.tool(tool.plugin(), tool.name()),
                StrictJson.object(arguments.getBytes(StandardCharsets.UTF_8), LIMITS),
                caller,
                answering.session(),
                answering.trace(),
                Optional.empty(),
                new Usage(),
                answering.cancellation(),
                Aside.NONE,
                Propagated.NOTHING,
                answering.hops());
        var answer = gate.call(call).orThrow();
        var text = answer.content().stream()
                .map(JsonValue::asJsonObject)
                .filter(block -> block.get("text") instanceof JsonString)
                .map(block -> block.getString("text"))
                .collect(Collectors.joining("\n"));
        if (answer.error()) {
            throw new Refusal(Code.TOOL_FAILED, tool + " says: " + text, "");
        }
        return new ToolAnswer(text, new Text(answer.structured().orElse(JsonValue.NULL)));
    }

    @Override
    public List<ToolInfo> list() {
        return snapshots.current().tools().stream().map(PluginCalls::info).toList();
    }

    private static ToolInfo info(Offered.Tool tool) {
        return new ToolInfo(
                new ToolId(tool.target().plugin(), tool.target().name()),
                tool.offer().definition().getString("description", ""),
                tool.offer().effect());
    }

    private static int depth(Caller caller) {
        return caller instanceof Caller.OtherPlugin plugin ? 1 + depth(plugin.behalf()) : 0;
    }

    /** A value of the host's; the generation that receives it binds it with its own binding. */
    private record Text(JsonValue value) implements Json {
        @Override
        public String text() {
            return Canonical.text(value);
        }

        @Override
        public <T> T as(Class<T> type) {
            throw new Refusal(Code.RESULT_INVALID, "this value is bound by the plugin that receives it", "");
        }
    }
}
