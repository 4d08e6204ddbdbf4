package dev.polar.host.gate;

import dev.polar.host.node.Lease;
import dev.polar.spi.Refusal;
import java.util.Optional;

/** A node that cannot know what was revoked elsewhere admits nothing. */
final class HoldingLease implements Stage {
    private final Lease lease;

    HoldingLease(Lease lease) {
        this.lease = lease;
    }

    @Override
    public String name() {
        return "lease";
    }

    @Override
    public Optional<Refusal> check(Passage passage) {
        return lease.lapsed();
    }
}
