package dev.polar.bench;

import dev.polar.spi.Documents;
import dev.polar.spi.Http;
import dev.polar.spi.PluginContext;
import dev.polar.spi.PluginId;
import dev.polar.spi.Secrets;
import dev.polar.spi.Storage;
import dev.polar.spi.ToolAnswer;
import dev.polar.spi.ToolId;
import dev.polar.spi.ToolInfo;
import dev.polar.spi.Tools;
import java.time.InstantSource;
import java.util.List;

/** A host that costs nothing: it has no tools to list, and nothing else. */
record SilentHost(PluginId self) implements PluginContext {
    @Override
    public Tools tools() {
        return new Tools() {
            @Override
            public ToolAnswer call(ToolId tool, Object arguments) {
                throw new UnsupportedOperationException();
            }

            @Override
            public List<ToolInfo> list() {
                return List.of();
            }
        };
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
    public Storage storage() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Secrets secrets() {
        throw new UnsupportedOperationException();
    }

    @Override
    public InstantSource clock() {
        return InstantSource.system();
    }

    @Override
    public System.Logger log() {
        return System.getLogger(self.name());
    }
}
