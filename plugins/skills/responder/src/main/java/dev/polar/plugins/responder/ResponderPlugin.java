package dev.polar.plugins.responder;

import dev.polar.spi.Plugin;
import dev.polar.spi.PluginContext;
import dev.polar.spi.ToolHandler;
import java.util.Map;
import org.pf4j.Extension;

/** {@code polar.responder}: the tool {@code respond}, which implements {@code polar.responder/1}. */
@Extension
public final class ResponderPlugin implements Plugin {
    @Override
    public Map<String, ToolHandler> tools(PluginContext host) {
        return Map.of("respond", new Responder(host));
    }
}
