package dev.polar.host.node;

/** Whatever follows what other nodes change. */
@FunctionalInterface
public interface Follower {
    /**
     * Reads trust again and puts it in force: once this returns no call enters under what was revoked. What it throws
     * leaves this node where it stood, and without its next renewal.
     *
     * @return the rest, which may take its time: ending what fell, starting what another node enabled
     */
    Runnable adopt();
}
