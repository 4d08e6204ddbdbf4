package dev.polar.host.work;

import dev.polar.host.approval.Approvals;
import dev.polar.host.audit.Journal;
import dev.polar.host.gate.Gate;
import dev.polar.host.snapshot.Snapshots;
import dev.polar.host.store.Database;
import dev.polar.spi.ToolId;
import java.time.Duration;

/** Inbox, responder, outbox and what waits for approval, working from {@link #start} to {@link #close}. */
public final class Mailroom implements AutoCloseable {
    private static final Duration LEASE = Duration.ofSeconds(15);
    private static final Duration KEPT = Duration.ofDays(30);

    private final Database database;
    private final Inbox inbox;
    private final Lanes answering;
    private final Lanes sending;
    private final Lanes resuming;

    /** @param responder the tool that answers messages */
    public Mailroom(
            Database database, Journal journal, Gate gate, Snapshots snapshots, Approvals approvals, ToolId responder) {
        this(database, journal, gate, snapshots, approvals, responder, LEASE);
    }

    Mailroom(
            Database database,
            Journal journal,
            Gate gate,
            Snapshots snapshots,
            Approvals approvals,
            ToolId responder,
            Duration lease) {
        this.database = database;
        this.inbox = new Inbox(database, journal);
        this.answering = new Lanes(
                database,
                LaneTable.inbox(),
                Inbox.BELL,
                lease,
                new Answering(database, journal, new Responder(gate, snapshots, responder)));
        this.sending = new Lanes(
                database,
                LaneTable.outbox(),
                Sending.BELL,
                lease,
                new Sending(database, journal, gate, snapshots, responder.plugin()));
        this.resuming = new Lanes(
                database,
                LaneTable.resumptions(),
                Approvals.BELL,
                lease,
                new Resuming(database, journal, gate, snapshots, approvals));
    }

    public Inbox inbox() {
        return inbox;
    }

    /** Begins with what an earlier run left. */
    public void start() {
        database.write(transaction -> {
            LaneTable.inbox().prune(transaction, KEPT);
            LaneTable.outbox().prune(transaction, KEPT);
            LaneTable.resumptions().prune(transaction, KEPT);
            return KEPT;
        });
        answering.start();
        sending.start();
        resuming.start();
    }

    @Override
    public void close() {
        resuming.close();
        answering.close();
        sending.close();
    }
}
