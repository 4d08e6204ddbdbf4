package dev.polar.host.lifecycle;

import dev.polar.host.store.Database;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** A host process in which things happen at random until it stops at one of their steps, to be killed. */
public final class KilledCampaign {
    private static final int MOST = 200;

    private KilledCampaign() {}

    /** Arguments: data directory, database, seed, how many steps it lives. */
    public static void main(String[] arguments) {
        var left = new AtomicInteger(Integer.parseInt(arguments[3]));
        var host = TestHost.start(
                Path.of(arguments[0]),
                Database.at(arguments[1]),
                (transition, step) -> {
                    if (left.decrementAndGet() <= 0) {
                        stop();
                    }
                },
                Optional.empty());
        var campaign = new Campaign(host, Long.parseLong(arguments[2]));
        for (int i = 0; i < MOST; i++) {
            campaign.next();
        }
        stop();
    }

    private static synchronized void stop() {
        System.out.println(KilledLifecycle.STOPPED);
        while (true) {
            LockSupport.park();
        }
    }
}
