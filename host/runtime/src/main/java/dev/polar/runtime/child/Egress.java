package dev.polar.runtime.child;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.nio.file.Path;

/** The way out of a cage that has no network: everything that leaves goes through the host, which looks at it. */
@FunctionalInterface
public interface Egress {
    /** No way out. */
    Egress NONE = child -> {
        throw new Refusal(Code.ISOLATION_UNAVAILABLE, child + " has no way to the network here", "polar doctor");
    };

    /**
     * Opens a way out for one child.
     *
     * @param child what it is, for people
     * @throws Refusal {@code ISOLATION_UNAVAILABLE}
     */
    Opened open(String child);

    /** Open until it is closed; nothing passes afterwards. */
    interface Opened extends AutoCloseable {
        /** The Unix socket on the host that the cage shows to its child. */
        Path socket();

        @Override
        void close();
    }
}
