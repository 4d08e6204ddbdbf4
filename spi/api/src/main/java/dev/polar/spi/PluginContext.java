package dev.polar.spi;

import java.time.InstantSource;

/**
 * Everything a plugin can reach. Each use checks the grant and refuses with {@code PERMISSION_DENIED}; all of it ends
 * with the generation ({@code PLUGIN_REVOKED}, {@code PLUGIN_DISABLED}).
 */
public interface PluginContext {
    PluginId self();

    Http http();

    Documents documents();

    Storage storage();

    Secrets secrets();

    Tools tools();

    InstantSource clock();

    /** The plugin's own log: for operators, capped, and not the audit. */
    System.Logger log();
}
