package dev.polar.bench;

import dev.polar.spi.Code;
import dev.polar.spi.Documents;
import dev.polar.spi.Http;
import dev.polar.spi.PluginContext;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import dev.polar.spi.Secrets;
import dev.polar.spi.Storage;
import dev.polar.spi.ToolAnswer;
import dev.polar.spi.ToolId;
import dev.polar.spi.ToolInfo;
import dev.polar.spi.Tools;
import java.time.InstantSource;
import java.util.List;

/** A host that costs nothing and grants nothing: it lists no tools, and refuses everything else. */
record SilentHost(PluginId self) implements PluginContext {
    private static Refusal nothing() {
        return new Refusal(Code.PERMISSION_DENIED, "this host grants nothing", "");
    }

    @Override
    public Tools tools() {
        return new Tools() {
            @Override
            public ToolAnswer call(ToolId tool, Object arguments) {
                throw nothing();
            }

            @Override
            public List<ToolInfo> list() {
                return List.of();
            }
        };
    }

    @Override
    public Http http() {
        throw nothing();
    }

    @Override
    public Documents documents() {
        throw nothing();
    }

    @Override
    public Storage storage() {
        throw nothing();
    }

    @Override
    public Secrets secrets() {
        throw nothing();
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
