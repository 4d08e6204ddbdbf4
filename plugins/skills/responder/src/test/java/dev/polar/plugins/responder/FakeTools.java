package dev.polar.plugins.responder;

import dev.polar.spi.Code;
import dev.polar.spi.Effect;
import dev.polar.spi.JsonText;
import dev.polar.spi.Refusal;
import dev.polar.spi.ToolAnswer;
import dev.polar.spi.ToolId;
import dev.polar.spi.ToolInfo;
import dev.polar.spi.Tools;
import java.util.List;
import java.util.Map;

/** Two tools, one of which needs an operator's yes. */
record FakeTools(List<ToolInfo> list) implements Tools {
    static final ToolId READ = ToolId.of("acme.notes/read");
    static final ToolId WRITE = ToolId.of("acme.notes/write");

    static FakeTools two() {
        return new FakeTools(List.of(
                new ToolInfo(READ, "Reads a note\nand more about it", Effect.READ),
                new ToolInfo(WRITE, "Writes a note", Effect.WRITE)));
    }

    static FakeTools none() {
        return new FakeTools(List.of());
    }

    @Override
    public ToolAnswer call(ToolId tool, Object arguments) {
        var read = new FakeJson(((JsonText) arguments).text()).as(Map.class);
        if (tool.equals(READ)) {
            return new ToolAnswer(read.containsKey("quiet") ? "" : "you asked " + read, new FakeJson("{\"n\":1}"));
        }
        if (tool.equals(WRITE)) {
            throw new Refusal(Code.APPROVAL_REQUIRED, "an operator has to say yes", "polar approve apr-7");
        }
        throw new Refusal(Code.TARGET_UNKNOWN, "no enabled plugin offers " + tool, "");
    }
}
