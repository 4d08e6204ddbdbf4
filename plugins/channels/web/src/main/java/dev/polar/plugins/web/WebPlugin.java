package dev.polar.plugins.web;

import dev.polar.spi.Plugin;
import dev.polar.spi.PluginContext;
import dev.polar.spi.channel.ChannelAdapter;
import java.util.Map;
import org.pf4j.Extension;

/** {@code polar.web}: the channel kind {@code web} and the page to talk in. */
@Extension
public final class WebPlugin implements Plugin {
    @Override
    public Map<String, ChannelAdapter> channels(PluginContext host) {
        return Map.of("web", new WebAdapter());
    }
}
