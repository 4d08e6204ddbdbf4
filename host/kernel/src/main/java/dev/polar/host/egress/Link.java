package dev.polar.host.egress;

import dev.polar.spi.Refusal;
import dev.polar.trust.permission.Grant;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a child, from its arrival to its end. Whatever carries bytes for it says so with {@link #passing}; from
 * outside it is looked at a few times a second, and closed when its time or its grant is over.
 */
final class Link {
    /** How long it may take to say where to, and to get there. */
    static final Duration OPENING = Duration.ofSeconds(20);

    /** How long nothing may pass. */
    static final Duration IDLE = Duration.ofMinutes(10);

    private static final Duration ENDING = Duration.ofSeconds(30);

    private final SocketChannel near;
    private final Passage passage;
    private volatile @Nullable SocketChannel far;
    private volatile @Nullable HostPort to;
    private volatile @Nullable InetAddress at;
    private volatile @Nullable Grant held;
    private volatile @Nullable Refusal cut;
    private volatile long active = System.nanoTime();
    private volatile Duration patience = OPENING;
    private volatile boolean closed;

    Link(SocketChannel near, Passage passage) {
        this.near = near;
        this.passage = passage;
    }

    SocketChannel near() {
        return near;
    }

    Passage passage() {
        return passage;
    }

    /** Belongs to it from now on, and ends with it. */
    SocketChannel with(SocketChannel channel, HostPort to, InetAddress at) throws IOException {
        this.to = to;
        this.at = at;
        this.far = channel;
        if (closed) {
            channel.close();
        }
        return channel;
    }

    /** It is open: from now on it may stay for as long as something passes. */
    void open() {
        patience = IDLE;
        active = System.nanoTime();
    }

    /** The child has no more to say; what is on its way may still arrive. */
    void ending() {
        patience = ENDING;
    }

    /** What one piece of bytes asks: whether the grant still holds, at the price of reading it. */
    void passing() throws IOException {
        active = System.nanoTime();
        requireHeld();
    }

    /** Ends it, if it is to end now. */
    void look(long now) {
        try {
            if (now - active > patience.toNanos()) {
                close();
            } else if (far != null) {
                requireHeld();
            }
        } catch (Refusal | IOException over) {
            close();
        }
    }

    private void requireHeld() throws IOException {
        var to = this.to;
        var at = this.at;
        if (to == null || at == null) {
            return;
        }
        try {
            var now = passage.live();
            if (now != held) {
                passage.requireHeld(to, at);
                held = now;
            }
        } catch (Refusal why) {
            cut = why;
            throw why;
        }
    }

    /** What ended it before it was over, if that was its grant. */
    Optional<Refusal> cut() {
        return Optional.ofNullable(cut);
    }

    void close() {
        closed = true;
        close(near);
        var far = this.far;
        if (far != null) {
            close(far);
        }
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // it is gone either way
        }
    }
}
