package dev.polar.host.audit;

import dev.polar.host.store.Database;
import dev.polar.host.store.DiskReserve;
import dev.polar.host.store.MasterKey;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.audit.Category;
import dev.polar.trust.audit.Note;
import dev.polar.trust.audit.NoteKey;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** This node's log in PostgreSQL. */
public final class PostgresJournal implements Journal, AutoCloseable {
    /** More callers than that at once are turned away: a crowd that long would be served too late. */
    private static final int MOST_WAITING = 16_384;

    private final MasterKey masterKey;
    private final Duration patience;
    private final Masking masking;
    private final LogIdentity log;
    private final String boot;
    private final LogTree tree;
    private final Optional<Instant> lastWritten;
    private final LogWriter writer;
    private final Sequencer sequencer;
    private final Lookout lookout;
    private final Fence fence = new Fence();
    private final Denials denials;
    private final Room room = new Room();
    private final Upkeep upkeep;
    private final AtomicInteger waiting = new AtomicInteger();

    private PostgresJournal(
            Database database,
            NodeFiles files,
            LogStart start,
            String boot,
            MasterKey masterKey,
            Duration patience,
            InstantSource clock,
            Masking masking,
            Pace pace) {
        this.masterKey = masterKey;
        this.patience = patience;
        this.masking = masking;
        this.log = start.log();
        this.boot = boot;
        this.tree = new LogTree(database, log.id());
        this.lastWritten = start.head().tail().map(Head.Tail::time);
        this.writer =
                new LogWriter(database, log, masterKey, this::prepared, files, patience, pace.segment(), start.head());
        this.sequencer = new Sequencer(
                writer,
                new Line(start.head(), clock),
                pace.heartbeat(),
                fence,
                action -> numbered(Draft.of(Category.HOST, action)),
                this::numbered);
        this.lookout = new Lookout(patience);
        this.denials = new Denials(clock, pace.refusals());
        this.upkeep = new Upkeep(room, denials, this::append);
    }

    /** When this node's log was last written before this start. */
    public Optional<Instant> lastWritten() {
        return lastWritten;
    }

    /**
     * Continues this node's log, closes what an earlier run left open, and records the start.
     *
     * @param dataDir holds the node's name, the log's key and the last checkpoint
     * @param patience how long an append may take to become durable
     * @param masking knows the values of secrets
     */
    public static PostgresJournal open(
            Database database,
            Path dataDir,
            MasterKey masterKey,
            Duration patience,
            InstantSource clock,
            Masking masking) {
        return open(database, dataDir, masterKey, patience, clock, masking, Pace.USUAL);
    }

    static PostgresJournal open(
            Database database,
            Path dataDir,
            MasterKey masterKey,
            Duration patience,
            InstantSource clock,
            Masking masking,
            Pace pace) {
        var files = new NodeFiles(dataDir);
        var boot = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        for (int attempt = 1; ; attempt++) {
            var start = LogStart.in(database, files);
            var journal = new PostgresJournal(database, files, start, boot, masterKey, patience, clock, masking, pace);
            journal.sequencer.start();
            try {
                journal.begin(database, start);
                journal.upkeep.start();
                return journal;
            } catch (RuntimeException e) {
                journal.close();
                // What a killed host had begun may have been committed after we looked where the log ends.
                if (!journal.writer.lostItsPlace() || attempt == 3) {
                    throw e;
                }
            }
        }
    }

    private void begin(Database database, LogStart start) {
        start.broken().ifPresent(broken -> append(continuation(broken)));
        var open = database.read(transaction -> RecordTable.openIntents(transaction, log.node()));
        open.forEach(intent -> append(Outcomes.unknown(intent)));
        append(Draft.of(Category.HOST, "start")
                .fact("openIntents", open.size())
                .fact("fsync", database.show("fsync"))
                .fact("synchronousCommit", database.show("synchronous_commit")));
    }

    /** The first record of a log that begins where another broke off. */
    private static Draft continuation(LogStart.Broken broken) {
        var draft = Draft.of(Category.AUDIT, "continue").fact("why", broken.why());
        return broken.lastCheckpoint()
                .map(note -> draft.fact("lastCheckpoint", note.toString()))
                .orElse(draft);
    }

    /**
     * From now on that reserve is held, and given back when the disk is full.
     *
     * @param full whether it had to be given back before this start
     */
    public void keep(DiskReserve reserve, boolean full) {
        room.keep(reserve, full);
    }

    @Override
    public Seq append(Draft draft) {
        requireOpen(draft);
        return await(numbered(draft));
    }

    @Override
    public void refused(Draft denial) {
        if (denials.admit(denial)) {
            append(denial);
        }
    }

    @Override
    public <T> T append(Draft draft, Rider<T> change) {
        requireOpen(draft);
        return await(new Pending<>(draft, prepared(draft), change, true, patience));
    }

    @Override
    public boolean isFenced() {
        return fence.isClosed();
    }

    @Override
    public Optional<Refusal> shortOfRoom() {
        return room.problem();
    }

    /** The public half of the log's key, as an auditor keeps it. */
    public NoteKey key() {
        return log.noteKey();
    }

    /** This node's name, as its records have it. */
    public String node() {
        return log.node();
    }

    /** Signs everything that is durable now; the checkpoint is durable itself before anyone sees it. */
    Note checkpoint() {
        return writer.checkpoint();
    }

    /** Proves what is in this node's log, and that it only grew. */
    public LogTree tree() {
        return tree;
    }

    LogIdentity log() {
        return log;
    }

    MasterKey masterKey() {
        return masterKey;
    }

    /** Writes what is queued and ends. */
    @Override
    public void close() {
        upkeep.close();
        writer.closing();
        sequencer.stop();
        writer.close();
        lookout.close();
    }

    private Pending<Seq> numbered(Draft draft) {
        return new Pending<>(draft, prepared(draft), (transaction, seq) -> seq, false, patience);
    }

    private Prepared prepared(Draft draft) {
        return Prepared.of(draft, masking, masterKey, log.node(), boot);
    }

    private void requireOpen(Draft draft) {
        if (fence.isClosed()) {
            throw Pending.unavailable("the log could not be written several times in a row", true);
        }
        room.require(draft);
    }

    private <T> T await(Pending<T> pending) {
        if (waiting.get() >= MOST_WAITING) {
            throw Pending.unavailable(MOST_WAITING + " records wait already", true);
        }
        waiting.incrementAndGet();
        long since = System.nanoTime();
        try {
            lookout.watch(pending);
            sequencer.add(pending).ifPresent(entry -> entry.sealed(log.id(), masterKey));
            var value = pending.await();
            fence.written();
            return value;
        } catch (Refusal refusal) {
            if (refusal.code() == Code.AUDIT_UNAVAILABLE) {
                fence.failed(since);
            }
            throw refusal;
        } finally {
            waiting.decrementAndGet();
        }
    }
}
