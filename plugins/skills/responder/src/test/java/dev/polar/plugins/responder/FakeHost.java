package dev.polar.plugins.responder;

import dev.polar.spi.Documents;
import dev.polar.spi.Http;
import dev.polar.spi.PluginContext;
import dev.polar.spi.PluginId;
import dev.polar.spi.Secrets;
import dev.polar.spi.Storage;
import dev.polar.spi.Tools;
import java.time.Instant;
import java.time.InstantSource;

/** A host that grants tools and nothing else. */
record FakeHost(Tools tools) implements PluginContext {
    static final Instant NOW = Instant.parse("2026-03-02T10:15:30.123Z");

    @Override
    public PluginId self() {
        return new PluginId("polar.responder");
    }

    @Override
    public Http http() {
        throw new AssertionError("the responder has no permission to connect");
    }

    @Override
    public Documents documents() {
        throw new AssertionError("the responder has no permission to use documents");
    }

    @Override
    public Storage storage() {
        throw new AssertionError("the responder has no permission to use files");
    }

    @Override
    public Secrets secrets() {
        throw new AssertionError("the responder has no permission to use secrets");
    }

    @Override
    public InstantSource clock() {
        return InstantSource.fixed(NOW);
    }

    @Override
    public System.Logger log() {
        return System.getLogger("polar.responder");
    }
}
