package dev.polar.host;

import dev.polar.host.broker.Brokers;
import dev.polar.host.broker.Owner;
import dev.polar.host.lifecycle.Contexts;
import dev.polar.host.node.Lease;
import dev.polar.runtime.GenerationId;
import dev.polar.spi.PluginContext;
import dev.polar.trust.permission.Grant;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.WeakHashMap;
import java.util.function.Supplier;

/** What brokers give, as long as this node has a lease: without one it cannot know whether the grant still holds. */
final class LeasedContexts implements Contexts {
    private final Brokers brokers;
    private final Lease lease;

    // A generation that only waits for consent may be another publisher's than the one that serves.
    private final Map<GenerationId, Owner> owners = Collections.synchronizedMap(new WeakHashMap<>());

    LeasedContexts(Brokers brokers, Lease lease) {
        this.brokers = brokers;
        this.lease = lease;
    }

    @Override
    public PluginContext open(GenerationId generation, Owner owner, Supplier<Grant> live) {
        owners.put(generation, owner);
        return brokers.forGeneration(generation, owner, () -> {
            lease.require();
            return live.get();
        });
    }

    /** {@code $DATA} of whoever owns that generation, which was opened before. */
    Path directory(GenerationId generation) {
        return brokers.directory(Objects.requireNonNull(owners.get(generation)));
    }
}
