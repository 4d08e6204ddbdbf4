package dev.polar.host.broker;

import dev.polar.runtime.CurrentCall;
import dev.polar.spi.Code;
import dev.polar.spi.Json;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import dev.polar.spi.ToolAnswer;
import dev.polar.spi.ToolId;
import dev.polar.spi.ToolInfo;
import dev.polar.spi.Tools;
import dev.polar.trust.permission.ToolAccess;
import java.util.List;
import java.util.Optional;

/** Other plugins' tools: only while answering a call, and only for whoever made it. */
final class BrokeredTools implements Tools {
    private final PluginId self;
    private final Rights rights;
    private final ToolCaller caller;

    BrokeredTools(PluginId self, Rights rights, ToolCaller caller) {
        this.self = self;
        this.rights = rights;
        this.caller = caller;
    }

    @Override
    public ToolAnswer call(ToolId tool, Object arguments) {
        rights.require(new ToolAccess(tool.plugin(), Optional.of(tool.name())));
        var answering = CurrentCall.get()
                .orElseThrow(() -> new Refusal(
                        Code.PERMISSION_DENIED,
                        self + " called " + tool + " on a thread that answers no call",
                        "call tools from the thread the handler was called on"));
        return caller.call(self, answering, tool, text(arguments));
    }

    /** The generation has bound them already, with its own binding: its classes stay its own. */
    private static String text(Object arguments) {
        if (arguments instanceof Json json) {
            return json.text();
        }
        throw new Refusal(Code.ARGUMENTS_INVALID, "arguments reach the host as JSON only", "");
    }

    @Override
    public List<ToolInfo> list() {
        rights.requireLive();
        return caller.list().stream()
                .filter(tool -> rights.hold(
                        new ToolAccess(tool.id().plugin(), Optional.of(tool.id().name()))))
                .toList();
    }
}
