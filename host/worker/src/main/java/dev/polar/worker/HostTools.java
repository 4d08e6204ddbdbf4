package dev.polar.worker;

import dev.polar.runtime.worker.Handed;
import dev.polar.runtime.worker.Members;
import dev.polar.runtime.worker.Method;
import dev.polar.spi.Effect;
import dev.polar.spi.Json;
import dev.polar.spi.ToolAnswer;
import dev.polar.spi.ToolId;
import dev.polar.spi.ToolInfo;
import dev.polar.spi.Tools;
import java.util.List;

/** Other plugins' tools, called by the host. */
record HostTools(Asking asking) implements Tools {
    /** The arguments are JSON by now: the generation has bound them. */
    @Override
    public ToolAnswer call(ToolId tool, Object arguments) {
        var said = asking.ask(
                Method.TOOLS_CALL,
                Members.builder().add("tool", tool.toString()).add("arguments", Handed.valueOf((Json) arguments)));
        return new ToolAnswer(said.text("text"), new Handed(said.value("structured")));
    }

    @Override
    public List<ToolInfo> list() {
        return asking.ask(Method.TOOLS_LIST, Members.builder()).list("tools", value -> info(Members.in(value)));
    }

    private static ToolInfo info(Members said) {
        return new ToolInfo(said.as("id", ToolId::of), said.text("description"), said.as("effect", Effect::valueOf));
    }
}
