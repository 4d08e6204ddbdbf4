package dev.polar.runtime;

import dev.polar.spi.Json;
import dev.polar.spi.channel.ChannelAdapter;
import jakarta.json.JsonValue;
import java.util.function.Function;

/**
 * A plugin's channel adapter, touched only inside {@link Generation#enter}.
 *
 * @param binding a value of the host's, for the adapter to bind to types of its own
 */
public record Adapter(ChannelAdapter code, Function<JsonValue, Json> binding) {}
