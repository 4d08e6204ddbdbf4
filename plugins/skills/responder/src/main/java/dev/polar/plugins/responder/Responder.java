package dev.polar.plugins.responder;

import dev.polar.spi.PluginContext;
import dev.polar.spi.ToolCall;
import dev.polar.spi.ToolHandler;
import dev.polar.spi.ToolInfo;
import dev.polar.spi.ToolResult;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads one message: a command, or something to echo. */
final class Responder implements ToolHandler {
    private static final String HELP = """
            I answer without a model. What I understand:
            /help: this list
            /status: who I am, who you are, what is connected
            /tools: the tools I may call for you
            /call PLUGIN/TOOL {JSON}: calls a tool through the host's policy, for example
            /call polar.memory/search {"scope":"chat","query":"tea"}
            Anything else I send back.""";

    private final PluginContext host;
    private final CallCommand calls;

    Responder(PluginContext host) {
        this.host = host;
        this.calls = new CallCommand(host.tools());
    }

    @Override
    public ToolResult call(ToolCall call) {
        return ToolResult.of(new Answer(answer(call.arguments().as(Message.class))));
    }

    private String answer(Message message) {
        var text = message.text().strip();
        var words = text.split("\\s+", 2);
        var rest = words.length > 1 ? words[1] : "";
        return switch (words[0]) {
            case "/help" -> HELP;
            case "/status" -> status(message);
            case "/tools" -> tools();
            case "/call" -> calls.answer(rest);
            default -> words[0].startsWith("/") ? unknown(words[0]) : echo(text);
        };
    }

    private String status(Message message) {
        return String.join(
                "\n",
                host.self() + " is running; the host's clock says "
                        + host.clock().instant().truncatedTo(ChronoUnit.SECONDS),
                "Model: none is connected: I know commands and echo the rest",
                "You: " + message.user().orElse("not known to me"),
                "Session: " + message.session(),
                "Tools: " + host.tools().list().size() + " that I may call for you");
    }

    private String tools() {
        var tools = host.tools().list();
        return tools.isEmpty()
                ? "There is no tool that I may call for you. An operator sees all of them with: polar tools"
                : tools.stream().map(Responder::line).collect(Collectors.joining("\n"));
    }

    private static String line(ToolInfo tool) {
        return tool.id() + "  (" + tool.effect().name().toLowerCase(Locale.ROOT) + ")  "
                + tool.description().lines().findFirst().orElse("");
    }

    private static String unknown(String command) {
        return "I do not know " + command + ". /help lists what I understand.";
    }

    private static String echo(String text) {
        return text + "\n\n(This is an echo: no model is connected. /help lists what I understand.)";
    }

    // Public, because the host's JSON-B reaches only public records.

    public record Message(String text, String session, Optional<String> user) {}

    public record Answer(String text) {}
}
