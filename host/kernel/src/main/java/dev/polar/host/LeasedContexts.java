package dev.polar.host;

import dev.polar.host.broker.Brokers;
import dev.polar.host.broker.Owner;
import dev.polar.host.lifecycle.Contexts;
import dev.polar.host.node.Lease;
import dev.polar.runtime.GenerationId;
import dev.polar.runtime.Surroundings;
import dev.polar.trust.permission.Grant;
import java.util.function.Supplier;

/** What brokers give, as long as this node has a lease: without one it cannot know whether the grant still holds. */
final class LeasedContexts implements Contexts {
    private final Brokers brokers;
    private final Lease lease;

    LeasedContexts(Brokers brokers, Lease lease) {
        this.brokers = brokers;
        this.lease = lease;
    }

    @Override
    public Surroundings open(GenerationId generation, Owner owner, Grant admitted, Supplier<Grant> live) {
        return brokers.forGeneration(generation, owner, admitted, () -> {
            lease.require();
            return live.get();
        });
    }
}
