package @package@;

import dev.polar.spi.Plugin;
import dev.polar.spi.PluginContext;
import dev.polar.spi.ToolCall;
import dev.polar.spi.ToolHandler;
import dev.polar.spi.ToolResult;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
@import@
/** Two tools; what each takes and gives is in plugin.json, and the host holds both sides to it. */
@annotation@public final class @class@Plugin implements Plugin {
    private final Map<String, String> greetings = new ConcurrentHashMap<>();

    @Override
    public Map<String, ToolHandler> tools(PluginContext host) {
        return Map.of("greet", this::greet, "remember", this::remember);
    }

    private ToolResult greet(ToolCall call) {
        var who = call.arguments().as(Who.class);
        return ToolResult.of(new Said(greetings.getOrDefault(who.name(), "Hello") + ", " + who.name() + "!"));
    }

    private ToolResult remember(ToolCall call) {
        var wish = call.arguments().as(Wish.class);
        greetings.put(wish.name(), wish.greeting());
        return ToolResult.of(new Said("From now on: " + wish.greeting() + ", " + wish.name() + "!"));
    }

    // Public, because the host binds public records only.

    public record Who(String name) {}

    public record Wish(String name, String greeting) {}

    public record Said(String text) {}
}
