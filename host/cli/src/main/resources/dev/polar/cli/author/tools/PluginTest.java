package @package@;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.polar.spi.Caller;
import dev.polar.spi.Json;
import dev.polar.spi.PluginId;
import dev.polar.spi.ToolCall;
import dev.polar.spi.ToolId;
import dev.polar.spi.Trace;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class @class@PluginTest {
    private final @class@Plugin plugin = new @class@Plugin();

    @Test
    void greets_the_way_it_was_told() throws Exception {
        assertEquals("Hello, Ada!", call("greet", new @class@Plugin.Who("Ada")));
        call("remember", new @class@Plugin.Wish("Ada", "Good evening"));
        assertEquals("Good evening, Ada!", call("greet", new @class@Plugin.Who("Ada")));
    }

    /** Calls a tool as the host would; this plugin asks nothing of its host. */
    private String call(String tool, Object arguments) throws Exception {
        var call = new ToolCall(
                new ToolId(new PluginId("@plugin@"), tool),
                new Caller.Operator("test"),
                new Bound(arguments),
                Instant.now().plusSeconds(5),
                new Trace("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"));
        var answer = plugin.tools(null).get(tool).call(call).structured().orElseThrow();
        return ((@class@Plugin.Said) answer).text();
    }

    /** Arguments that are bound already. */
    private record Bound(Object value) implements Json {
        @Override
        public String text() {
            return value.toString();
        }

        @Override
        public <T> T as(Class<T> type) {
            return type.cast(value);
        }
    }
}
