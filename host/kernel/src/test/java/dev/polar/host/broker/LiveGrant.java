package dev.polar.host.broker;

import dev.polar.spi.Refusal;
import dev.polar.trust.permission.Grant;
import java.util.List;
import java.util.function.Supplier;

/** A grant that can end, as the lifecycle ends it. */
final class LiveGrant implements Supplier<Grant> {
    private volatile Supplier<Grant> now;

    LiveGrant(String... permissions) {
        var grant = Grant.parse(List.of(permissions));
        this.now = () -> grant;
    }

    void end(Refusal why) {
        now = () -> {
            throw why;
        };
    }

    @Override
    public Grant get() {
        return now.get();
    }
}
