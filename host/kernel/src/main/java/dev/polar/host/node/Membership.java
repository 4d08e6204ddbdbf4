package dev.polar.host.node;

import dev.polar.host.store.Bell;
import dev.polar.host.store.Database;
import dev.polar.host.store.Listening;
import dev.polar.spi.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This node among the others. One thread on a connection of its own renews the row, looks at the epoch, and has what
 * changed put in force before it acknowledges.
 *
 * <p>Why a revocation that was awaited holds everywhere: a renewal first writes the row, then reads the epoch, and moves
 * the lease on only if that epoch is in force here. The revoking node first commits, then reads the rows. So either the
 * renewing node saw the new epoch, or the revoking one saw a live row; and a lease that was moved on without having seen
 * it was begun before the commit, so it is over {@link Lease#LENGTH} after it.
 */
public final class Membership implements Nodes, AutoCloseable {
    static final String CHANGED = "polar_trust";
    static final String ACKNOWLEDGED = "polar_node";

    private static final Logger LOG = LoggerFactory.getLogger(Membership.class);
    private static final Duration RENEWAL = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration LOOK = Duration.ofMillis(100);

    private final Database database;
    private final String name;
    private final Lease lease = Lease.over();
    private final Pulse pulse = new Pulse();
    private final ReentrantLock bell = new ReentrantLock();
    private final Condition heard = bell.newCondition();
    private final ExecutorService later = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("polar-follow").factory());
    private volatile String address = "";
    private volatile Follower follower = () -> () -> {};
    private volatile Thread worker = new Thread();
    private volatile boolean others;
    private volatile boolean closed;
    private long inForce = -1;
    private long told = -1;
    private boolean silent;

    /** @param name of this node, as its records have it */
    public Membership(Database database, String name) {
        this.database = database;
        this.name = name;
    }

    /** What this node may do; it has run out until {@link #join}, and again after {@link #close}. */
    public Lease lease() {
        return lease;
    }

    /** Begins to renew and to follow; returns when the first attempt is over. */
    public void join(String doors, Follower follows) {
        address = doors;
        follower = follows;
        var first = new CountDownLatch(1);
        worker = Thread.ofPlatform().daemon().name("polar-node").start(() -> work(first));
        try {
            first.await(PATIENCE.multipliedBy(2).toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Says where the front doors are, with the next renewal. */
    public void open(String doors) {
        address = doors;
    }

    private void work(CountDownLatch first) {
        while (!closed) {
            try (var line = database.listening("polar node", PATIENCE, CHANGED, ACKNOWLEDGED)) {
                while (!closed) {
                    turn(line);
                    first.countDown();
                    line.await(RENEWAL);
                    ring();
                }
            } catch (RuntimeException lost) {
                tell(lost);
                first.countDown();
                ring();
                pause();
            }
        }
    }

    /** Renews; what changed is in force before the lease is moved on. */
    private void turn(Listening line) {
        var transaction = line.transaction();
        while (!closed) {
            long start = System.nanoTime();
            NodeTable.renew(transaction, name, address, inForce);
            if (told != inForce) {
                told = inForce;
                Bell.ring(transaction, ACKNOWLEDGED);
            }
            long epoch = NodeTable.epoch(transaction);
            if (epoch == inForce) {
                lease.renewed(start);
                break;
            }
            var rest = follower.adopt();
            inForce = epoch;
            later.execute(() -> carryOut(rest));
        }
        others = !living(NodeTable.list(transaction)).isEmpty();
        if (silent) {
            silent = false;
            LOG.info("the lease is renewed again");
        }
    }

    private static void carryOut(Runnable rest) {
        try {
            rest.run();
        } catch (RuntimeException fault) {
            LOG.error("what another node changed could not be followed", fault);
        }
    }

    private void tell(RuntimeException lost) {
        if (!silent && !closed) {
            silent = true;
            LOG.warn("the lease could not be renewed: {}", lost.toString());
        }
    }

    private void ring() {
        bell.lock();
        try {
            heard.signalAll();
        } finally {
            bell.unlock();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(RENEWAL.dividedBy(4));
        } catch (InterruptedException e) {
            // Closed, or about to find out that it is not.
        }
    }

    /** The other nodes that may hold a lease. */
    private List<Row> living(List<Row> rows) {
        return rows.stream()
                .filter(row -> !row.name().equals(name) && pulse.beats(row.name(), row.renewals()))
                .toList();
    }

    @Override
    public List<Node> list() {
        return database.read(transaction -> {
            long epoch = NodeTable.epoch(transaction);
            return NodeTable.list(transaction).stream()
                    .map(row -> new Node(
                            row.name(),
                            row.address(),
                            row.name().equals(name) ? lease.holds() : pulse.beats(row.name(), row.renewals()),
                            row.acknowledged() >= epoch,
                            row.renewed()))
                    .toList();
        });
    }

    @Override
    public boolean others() {
        return others;
    }

    @Override
    public Acknowledged await() {
        long start = System.nanoTime();
        try {
            long epoch = database.read(NodeTable::epoch);
            var awaited = living(database.read(NodeTable::list)).stream()
                    .map(Row::name)
                    .toList();
            var behind = behind(awaited, epoch);
            while (!behind.isEmpty() && System.nanoTime() - start < Lease.LENGTH.toNanos()) {
                listen();
                behind = behind(behind, epoch);
            }
            var inForceOn = new ArrayList<>(awaited);
            inForceOn.removeAll(behind);
            inForceOn.addFirst(name);
            return new Acknowledged(inForceOn, behind, true);
        } catch (Refusal unheard) {
            return new Acknowledged(List.of(name), List.of(), false);
        }
    }

    /** Those among them that have not acknowledged; who left the database admits nothing. */
    private List<String> behind(List<String> awaited, long epoch) {
        return database.read(NodeTable::list).stream()
                .filter(row -> awaited.contains(row.name()) && row.acknowledged() < epoch)
                .map(Row::name)
                .toList();
    }

    private void listen() {
        bell.lock();
        try {
            heard.await(LOOK.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            bell.unlock();
        }
    }

    /** Ends the lease and leaves: nobody waits for this node any more. */
    @Override
    public void close() {
        closed = true;
        lease.end();
        later.shutdownNow();
        try {
            wake();
            worker.join(PATIENCE.multipliedBy(2));
            database.write(transaction -> {
                NodeTable.leave(transaction, name);
                return name;
            });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Refusal unheard) {
            // Its row stops counting by itself.
        }
    }

    private void wake() {
        database.write(transaction -> {
            Bell.ring(transaction, ACKNOWLEDGED);
            return name;
        });
    }
}
