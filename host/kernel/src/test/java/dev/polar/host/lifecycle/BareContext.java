package dev.polar.host.lifecycle;

import dev.polar.spi.Documents;
import dev.polar.spi.Http;
import dev.polar.spi.PluginContext;
import dev.polar.spi.PluginId;
import dev.polar.spi.Secrets;
import dev.polar.spi.Storage;
import dev.polar.spi.Tools;
import dev.polar.trust.permission.Grant;
import java.time.InstantSource;
import java.util.function.Supplier;

/** A context that has a clock and a log, and whose storage only says whether there is a grant. */
public record BareContext(PluginId self, Supplier<Grant> live) implements PluginContext {
    @Override
    public InstantSource clock() {
        return InstantSource.system();
    }

    @Override
    public System.Logger log() {
        return System.getLogger(self.name());
    }

    @Override
    public Storage storage() {
        throw new UnsupportedOperationException("held: " + live.get());
    }

    @Override
    public Http http() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Documents documents() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Secrets secrets() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Tools tools() {
        throw new UnsupportedOperationException();
    }
}
