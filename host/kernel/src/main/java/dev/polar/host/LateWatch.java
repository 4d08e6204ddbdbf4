package dev.polar.host;

import dev.polar.runtime.GenerationId;
import dev.polar.runtime.mcp.ServerWatch;
import dev.polar.spi.Refusal;

/** Runtimes are made before the lifecycle that watches them: until it is there nothing runs that could be watched. */
final class LateWatch implements ServerWatch {
    private volatile ServerWatch behind = ServerWatch.NONE;

    void tell(ServerWatch watch) {
        behind = watch;
    }

    @Override
    public void offerChanged(GenerationId generation) {
        behind.offerChanged(generation);
    }

    @Override
    public void resourcesChanged(GenerationId generation) {
        behind.resourcesChanged(generation);
    }

    @Override
    public void resourceUpdated(GenerationId generation, String name, String uri) {
        behind.resourceUpdated(generation, name, uri);
    }

    @Override
    public void quarantined(GenerationId generation, Refusal why) {
        behind.quarantined(generation, why);
    }
}
