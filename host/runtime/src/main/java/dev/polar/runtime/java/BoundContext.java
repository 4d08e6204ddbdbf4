package dev.polar.runtime.java;

import dev.polar.spi.Documents;
import dev.polar.spi.Http;
import dev.polar.spi.PluginContext;
import dev.polar.spi.PluginId;
import dev.polar.spi.Secrets;
import dev.polar.spi.Storage;
import dev.polar.spi.Tools;
import java.time.InstantSource;

/** The host as a plugin in the same process meets it. */
record BoundContext(PluginContext host, Binding binding) implements PluginContext {
    @Override
    public PluginId self() {
        return host.self();
    }

    @Override
    public Http http() {
        return host.http();
    }

    @Override
    public Documents documents() {
        return host.documents();
    }

    @Override
    public Storage storage() {
        return host.storage();
    }

    @Override
    public Secrets secrets() {
        return host.secrets();
    }

    @Override
    public Tools tools() {
        return new BoundTools(host.tools(), binding);
    }

    @Override
    public InstantSource clock() {
        return host.clock();
    }

    @Override
    public System.Logger log() {
        return host.log();
    }
}
