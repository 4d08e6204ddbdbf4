package dev.polar.plugins.responder;

import dev.polar.spi.JsonText;
import dev.polar.spi.Refusal;
import dev.polar.spi.ToolId;
import dev.polar.spi.Tools;

/** {@code /call PLUGIN/TOOL {JSON}}: the gate decides, its answer or its refusal is shown as it is. */
final class CallCommand {
    private static final String USAGE = "Usage: /call PLUGIN/TOOL {JSON}. /tools lists what there is.";

    private final Tools tools;

    CallCommand(Tools tools) {
        this.tools = tools;
    }

    String answer(String command) {
        if (command.isBlank()) {
            return USAGE;
        }
        var words = command.strip().split("\\s+", 2);
        ToolId tool;
        try {
            tool = ToolId.of(words[0]);
        } catch (IllegalArgumentException e) {
            return "'" + words[0] + "' is not the name of a tool. " + USAGE;
        }
        return call(tool, new JsonText(words.length > 1 ? words[1] : "{}"));
    }

    private String call(ToolId tool, JsonText arguments) {
        try {
            var answer = tools.call(tool, arguments);
            return tool + " answered:\n"
                    + (answer.text().isBlank() ? answer.structured().text() : answer.text());
        } catch (Refusal refusal) {
            return tool + " was not called or did not succeed.\n" + refusal.code() + "  " + refusal.getMessage()
                    + (refusal.hint().isBlank() ? "" : "\nnext  " + refusal.hint());
        }
    }
}
