package dev.polar.host.egress;

import dev.polar.host.audit.Journal;
import dev.polar.host.store.OwnerOnly;
import dev.polar.runtime.GenerationId;
import dev.polar.runtime.child.Egress;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The relays of a host, one for each child that may reach the network. */
public final class Relays implements AutoCloseable {
    /** Of all children together: two descriptors each, and 64 KiB. */
    private static final int MOST_LINKS = 1_024;

    private static final int MOST_LOOKUPS = 32;
    private static final long LOOK_MILLIS = 200;

    private final Path directory;
    private final Journal journal;
    private final AtomicLong number = new AtomicLong();
    private final Set<Relay> open = ConcurrentHashMap.newKeySet();
    private final ThreadPoolExecutor lookups = new ThreadPoolExecutor(
            0,
            MOST_LOOKUPS,
            10,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            Thread.ofPlatform().daemon().name("lookup-", 0).factory());
    private final Shared shared = new Shared(lookups, new Semaphore(MOST_LINKS), new Buffers());
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("egress-watch").factory());

    private Relays(Path directory, Journal journal) {
        this.directory = directory;
        this.journal = journal;
    }

    /** @param dataDir the host's, its path no longer than a socket's may be; sockets of a host that was killed are removed */
    public static Relays in(Path dataDir, Journal journal) {
        try {
            var directory = OwnerOnly.directory(dataDir.resolve("net"));
            try (var left = Files.newDirectoryStream(directory)) {
                for (var socket : left) {
                    Files.delete(socket);
                }
            }
            var relays = new Relays(directory, journal);
            relays.watch.scheduleWithFixedDelay(relays::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
            return relays;
        } catch (IOException e) {
            throw new UncheckedIOException("the directory of relays cannot be used", e);
        }
    }

    /** The way out for the children of one generation. */
    public Egress of(GenerationId generation, Passage passage) {
        return child -> open(generation, passage, child);
    }

    private Relay open(GenerationId generation, Passage passage, String child) {
        try {
            var reports = new Reports(journal, generation, child);
            var socket = directory.resolve(Long.toString(number.incrementAndGet(), Character.MAX_RADIX));
            var itself = new Relay[1];
            var relay = new Relay(socket, passage, reports, shared, () -> open.remove(itself[0]));
            itself[0] = relay;
            open.add(relay);
            return relay.start();
        } catch (IOException e) {
            throw new Refusal(
                    Code.ISOLATION_UNAVAILABLE,
                    child + " gets no way to the network: " + e.getMessage(),
                    "look at the host's data directory");
        }
    }

    private void look() {
        long now = System.nanoTime();
        open.forEach(relay -> relay.look(now));
    }

    /** Ends every way out. */
    @Override
    public void close() {
        watch.shutdownNow();
        List.copyOf(open).forEach(Relay::close);
        lookups.shutdownNow();
    }
}
