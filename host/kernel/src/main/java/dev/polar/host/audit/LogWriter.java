package dev.polar.host.audit;

import dev.polar.host.store.Database;
import dev.polar.host.store.ExclusiveConnection;
import dev.polar.host.store.MasterKey;
import dev.polar.host.store.Transaction;
import dev.polar.host.store.Unavailable;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.audit.Checkpoint;
import dev.polar.trust.audit.CompactRange;
import dev.polar.trust.audit.Note;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes one log, one transaction at a time, over a connection of its own. After every transaction it is certain whether
 * the records are in the database: when a commit's answer is lost it asks, and nobody else can write in between, for an
 * advisory lock belongs to the connection and the server frees it only when the old one is over.
 */
final class LogWriter {
    /** A checkpoint is signed after so many records or so much time, whichever comes first. */
    private static final int CHECKPOINT_RECORDS = 256;

    private static final Duration CHECKPOINT_TIME = Duration.ofSeconds(1);

    private final Database database;
    private final LogIdentity log;
    private final MasterKey masterKey;
    private final Function<Draft, Prepared> preparing;
    private final CheckpointMemory memory;
    private final Duration patience;
    private final long segment;
    private final ReentrantLock turn = new ReentrantLock();

    private Head head;
    private Optional<Head> committing = Optional.empty();
    private long room;
    private long signedSize;
    private long frontierSize;
    private long signedAt = System.nanoTime();
    private @Nullable ExclusiveConnection connection;
    private volatile boolean foreignTail;
    private volatile boolean closing;

    /** A batch in which a caller left before the commit: nothing was written, the others are tried again. */
    static final class CallerLeft extends RuntimeException {
        private static final long serialVersionUID = 1;

        CallerLeft() {
            super(null, null, false, false);
        }
    }

    /** The database was exchanged or set back under us: what is appended now would contradict what was signed. */
    static final class ForeignTail extends RuntimeException {
        private static final long serialVersionUID = 1;

        ForeignTail() {
            super("the database does not end where this node's log ends", null, false, false);
        }
    }

    LogWriter(
            Database database,
            LogIdentity log,
            MasterKey masterKey,
            Function<Draft, Prepared> preparing,
            NodeFiles files,
            Duration patience,
            long segment,
            Head head) {
        this.database = database;
        this.log = log;
        this.masterKey = masterKey;
        this.preparing = preparing;
        this.memory = new CheckpointMemory(files);
        this.patience = patience;
        this.segment = segment;
        this.head = head;
        this.signedSize = head.size();
        this.frontierSize = head.size();
    }

    /**
     * Writes a batch that follows what was written before. Returns when all of it is durable; whoever throws has written
     * none of it.
     *
     * @param reworded gives the batch that says something else, where riders failed; it takes the place of this one
     * @return those whose callers left during the commit
     */
    List<Pending<?>> write(Batch given, Function<List<Words>, Batch> reworded) {
        turn.lock();
        try {
            var open = connected();
            var batch = given;
            try {
                var transaction = open.begin();
                var words = ridden(open, batch);
                if (words.isPresent()) {
                    batch = reworded.apply(words.get());
                }
                var next = batch.end();
                long made = SegmentTable.room(transaction, log.id(), next.size(), room, segment);
                BatchTable.insert(transaction, log.id(), batch.entries(), masterKey);
                TileTable.insert(transaction, log.id(), next.full());
                var signed = due(next) ? Optional.of(sign(transaction, next)) : Optional.<Signed>empty();
                for (var entry : batch.entries()) {
                    if (!entry.pending().commit()) {
                        open.rollback();
                        throw new CallerLeft();
                    }
                }
                commit(open, next);
                room = made;
                signed.ifPresent(kept -> memory.keep(durable(kept)));
            } catch (CallerLeft e) {
                throw e;
            } catch (RuntimeException e) {
                disconnect();
                throw e;
            }
            return batch.entries().stream()
                    .map(Entry::pending)
                    .filter(pending -> !pending.written())
                    .<Pending<?>>map(pending -> pending)
                    .toList();
        } finally {
            turn.unlock();
        }
    }

    /** Where the log ends for certain. */
    Head head() {
        turn.lock();
        try {
            return head;
        } finally {
            turn.unlock();
        }
    }

    /** Signs what there is now and returns it when it is durable. */
    Note checkpoint() {
        turn.lock();
        try {
            var open = connected();
            try {
                var signed = sign(open.begin(), head);
                open.commit();
                memory.keepNow(durable(signed));
                return signed.note();
            } catch (RuntimeException e) {
                disconnect();
                throw e;
            }
        } catch (RuntimeException e) {
            throw Unavailable.or(e);
        } finally {
            turn.unlock();
        }
    }

    /** Whether records wait for a checkpoint that is due. */
    boolean owesCheckpoint() {
        turn.lock();
        try {
            return due(head);
        } finally {
            turn.unlock();
        }
    }

    /** From now on a lost answer stays lost. */
    void closing() {
        closing = true;
    }

    /** Whether the log was found to end elsewhere than where this writer began. */
    boolean lostItsPlace() {
        return foreignTail;
    }

    void close() {
        turn.lock();
        try {
            disconnect();
        } finally {
            turn.unlock();
        }
        memory.close();
    }

    /** Makes the changes; what the records say then, if that is not what they said. */
    private Optional<List<Words>> ridden(ExclusiveConnection open, Batch batch) {
        var words = new ArrayList<Words>(batch.size());
        boolean same = true;
        for (var entry : batch.entries()) {
            var said = ridden(open, entry.pending(), new Seq(entry.seq()));
            words.add(new Words(entry.pending(), said));
            same &= said == entry.words().prepared();
        }
        return same ? Optional.empty() : Optional.of(words);
    }

    private Prepared ridden(ExclusiveConnection open, Pending<?> pending, Seq seq) {
        if (!pending.changesState()) {
            pending.ride(open.transaction(), seq);
            return pending.prepared();
        }
        try {
            return open.attempt(transaction -> {
                pending.ride(transaction, seq);
                return pending.prepared();
            });
        } catch (ExclusiveConnection.Undone e) {
            var failure = e.getCause() instanceof RuntimeException known ? Unavailable.or(known) : e.getCause();
            pending.failed(failure);
            var code = failure instanceof Refusal refusal ? refusal.code() : Code.INTERNAL;
            return preparing.apply(pending.draft().refused(code));
        }
    }

    private void commit(ExclusiveConnection open, Head next) {
        committing = Optional.of(next);
        try {
            open.commit();
            head = next;
            committing = Optional.empty();
        } catch (RuntimeException e) {
            disconnect();
            if (!settle(next)) {
                throw e;
            }
        }
    }

    /** Asks until the database says what became of the commit. Whoever waits gives up before we do. */
    private boolean settle(Head next) {
        while (true) {
            try {
                connected();
                return head == next;
            } catch (ForeignTail e) {
                return false;
            } catch (RuntimeException e) {
                if (closing) {
                    throw e;
                }
                Pause.briefly();
            }
        }
    }

    private boolean due(Head at) {
        long unsigned = at.size() - signedSize;
        return unsigned >= CHECKPOINT_RECORDS
                || unsigned > 0 && System.nanoTime() - signedAt >= CHECKPOINT_TIME.toNanos();
    }

    private record Signed(Note note, long size, boolean withFrontier) {}

    private Signed sign(Transaction transaction, Head at) {
        Checkpoint checkpoint = at.checkpoint(log.origin());
        var note = checkpoint.signed(log.key());
        boolean withFrontier = checkpoint.size() / segment > frontierSize / segment;
        Optional<CompactRange> frontier = withFrontier ? Optional.of(at.tree()) : Optional.empty();
        CheckpointTable.insert(transaction, log.id(), checkpoint, note, frontier);
        return new Signed(note, checkpoint.size(), withFrontier);
    }

    private Note durable(Signed signed) {
        signedSize = signed.size();
        signedAt = System.nanoTime();
        frontierSize = signed.withFrontier() ? signed.size() : frontierSize;
        return signed.note();
    }

    /** The open connection, or a new one once the database is known to end where this log ends. */
    private ExclusiveConnection connected() {
        if (connection != null) {
            return connection;
        }
        if (foreignTail) {
            throw new ForeignTail();
        }
        var fresh = database.exclusive("polar journal", log.id(), patience);
        try {
            adopt(RecordTable.tail(fresh.transaction(), log.id()));
            connection = fresh;
            return fresh;
        } catch (RuntimeException e) {
            fresh.close();
            throw e;
        }
    }

    private void adopt(Optional<Head.Tail> tail) {
        if (committing.isPresent() && tail.equals(committing.get().tail())) {
            head = committing.get();
        } else if (!tail.map(Head.Tail::leaf).equals(head.tail().map(Head.Tail::leaf))) {
            foreignTail = true;
            throw new ForeignTail();
        }
        committing = Optional.empty();
    }

    private void disconnect() {
        if (connection != null) {
            connection.close();
            connection = null;
            room = 0;
        }
    }
}
