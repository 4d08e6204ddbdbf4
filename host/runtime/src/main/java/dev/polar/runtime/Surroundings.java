package dev.polar.runtime;

import dev.polar.runtime.child.Egress;
import dev.polar.spi.PluginContext;
import dev.polar.spi.Refusal;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * What the host puts around one generation.
 *
 * @param context what its code asks the host for
 * @param data {@code $DATA} on the host; the directory is there when this returns
 * @param egress the only way to the network for a process of its own
 * @param secretEnvironment values it may see, by variable, as {@link
 *     dev.polar.runtime.child.Cage#hidden} has them; asked whenever a process starts, never written down
 * @param masked takes its secrets out of a text
 */
public record Surroundings(
        PluginContext context,
        Supplier<Path> data,
        Egress egress,
        Supplier<Map<String, String>> secretEnvironment,
        UnaryOperator<String> masked) {
    /** A refusal that may be in the plugin's own words, without its secrets. */
    public Refusal masked(Refusal why) {
        return new Refusal(why.code(), masked.apply(why.getMessage()), why.hint(), why.details());
    }

    /** Files, and neither network nor secrets. */
    public static Surroundings of(PluginContext context, Supplier<Path> data) {
        return new Surroundings(context, data, Egress.NONE, Map::of, UnaryOperator.identity());
    }
}
