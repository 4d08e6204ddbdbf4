package dev.polar.runtime.java;

import dev.polar.spi.Plugin;
import java.util.List;
import java.util.Optional;

/** The classes of one generation, as a format's runtime spaced them. */
public interface PluginCode {
    /** What its classes are defined by. */
    ClassLoader loader();

    /**
     * The class to start with, or empty for a library. Loading it may run code of the plugin, so this is asked on a
     * thread of the plugin.
     *
     * @throws dev.polar.spi.Refusal {@code EXTENSIONS_MISSING}, {@code START_FAILED}
     * @throws ClassNotFoundException if there is no such class
     */
    Optional<Class<? extends Plugin>> entry() throws ClassNotFoundException;

    /** Gives the classes back; what still uses them, in words. */
    List<String> drop();
}
