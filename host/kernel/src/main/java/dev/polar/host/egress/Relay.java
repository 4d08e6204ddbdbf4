package dev.polar.host.egress;

import dev.polar.runtime.child.Egress;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.LoggerFactory;

/** One child's way out: its socket, and whatever goes through it. */
final class Relay implements Egress.Opened {
    /** Of one child; more wait in the socket until one has ended. */
    private static final int MOST_LINKS = 64;

    private static final long REPORT = Duration.ofMinutes(1).toNanos();

    private final Path socket;
    private final ServerSocketChannel server;
    private final Passage passage;
    private final Semaphore everybody;
    private final Door door;
    private final Traffic traffic;
    private final Refusals refusals;
    private final Runnable gone;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final Semaphore room = new Semaphore(MOST_LINKS);
    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicBoolean reporting = new AtomicBoolean();
    private volatile long reported = System.nanoTime();

    Relay(Path socket, Passage passage, Reports reports, Shared shared, Runnable gone) throws IOException {
        this.socket = socket;
        this.passage = passage;
        this.everybody = shared.room();
        this.gone = gone;
        this.traffic = new Traffic(reports);
        this.refusals = new Refusals(reports);
        var lookups = new Lookups(shared.lookups(), new Semaphore(Lookups.MOST_OF_ONE));
        this.door = new Door(
                new Opening(traffic, lookups),
                refusals,
                shared.buffers(),
                new HostRequests(traffic, new Semaphore(HostRequests.MOST_AT_ONCE)));
        this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket), MOST_LINKS);
        Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
    }

    Relay start() {
        Thread.ofVirtual().name("egress " + socket.getFileName()).start(this::accept);
        return this;
    }

    @Override
    public Path socket() {
        return socket;
    }

    private void accept() {
        try {
            while (true) {
                var link = new Link(server.accept(), passage);
                links.add(link);
                room.acquireUninterruptibly();
                everybody.acquireUninterruptibly();
                var thread = Thread.ofVirtual().name("egress-link").unstarted(() -> serve(link));
                threads.add(thread);
                thread.start();
            }
        } catch (IOException over) {
            // nobody is to come any more
        }
    }

    private void serve(Link link) {
        try {
            if (!closed.get()) {
                door.serve(link);
            }
        } catch (RuntimeException fault) {
            LoggerFactory.getLogger(Relay.class).error("a fault of the relay; the connection is closed", fault);
        } finally {
            link.close();
            links.remove(link);
            threads.remove(Thread.currentThread());
            everybody.release();
            room.release();
        }
    }

    /** A few times a second: ends what is to end, and has recorded what is to be. */
    void look(long now) {
        links.forEach(link -> link.look(now));
        if (reporting.compareAndSet(false, true)) {
            Thread.ofVirtual().name("egress-report").start(() -> report(now));
        }
    }

    private void report(long now) {
        try {
            refusals.report(now);
            if (now - reported > REPORT) {
                reported = now;
                traffic.report();
            }
        } finally {
            reporting.set(false);
        }
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            server.close();
            Files.deleteIfExists(socket);
        } catch (IOException e) {
            LoggerFactory.getLogger(Relay.class).warn("left behind: {}", socket);
        }
        links.forEach(Link::close);
        threads.forEach(Relay::join);
        refusals.reportAll();
        traffic.report();
        gone.run();
    }

    /** What is closed ends at once; that it takes longer would only cost the last bytes' record. */
    private static void join(Thread thread) {
        try {
            thread.join(Duration.ofSeconds(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
