package dev.polar.plugins.memory;

import dev.polar.spi.Documents;
import dev.polar.spi.Http;
import dev.polar.spi.PluginContext;
import dev.polar.spi.PluginId;
import dev.polar.spi.Secrets;
import dev.polar.spi.Storage;
import dev.polar.spi.Tools;
import java.time.InstantSource;

/** A host that grants documents and nothing else. */
record FakeHost(Documents documents) implements PluginContext {
    @Override
    public PluginId self() {
        return new PluginId("polar.memory");
    }

    @Override
    public Http http() {
        throw new AssertionError("memory has no permission to connect");
    }

    @Override
    public Storage storage() {
        throw new AssertionError("memory has no permission to use files");
    }

    @Override
    public Secrets secrets() {
        throw new AssertionError("memory has no permission to use secrets");
    }

    @Override
    public Tools tools() {
        throw new AssertionError("memory has no permission to call tools");
    }

    @Override
    public InstantSource clock() {
        return InstantSource.fixed(FakeDocuments.WRITTEN);
    }

    @Override
    public System.Logger log() {
        return System.getLogger("polar.memory");
    }
}
