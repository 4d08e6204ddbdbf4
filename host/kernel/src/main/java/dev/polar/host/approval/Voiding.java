package dev.polar.host.approval;

import dev.polar.host.audit.Draft;
import dev.polar.host.audit.Journal;
import dev.polar.host.snapshot.Snapshots;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.audit.Category;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends what is bound to something that is gone: an update, another signer, a revocation or an uninstall leaves no open
 * request behind. None of them could be used anyway, for the digest names the content; so this may come a moment later, and
 * whoever waits is told.
 */
public final class Voiding implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Voiding.class);

    private final Approvals approvals;
    private final Served served;
    private final Journal journal;
    private final Semaphore published = new Semaphore(0);
    private final Thread looking;

    private Voiding(Approvals approvals, Served served, Journal journal) {
        this.approvals = approvals;
        this.served = served;
        this.journal = journal;
        this.looking = Thread.ofVirtual().name("approvals-void").unstarted(this::lookAgainAndAgain);
    }

    /** Looks after each snapshot from now on. */
    public static Voiding after(Snapshots snapshots, Approvals approvals, Served served, Journal journal) {
        var voiding = new Voiding(approvals, served, journal);
        snapshots.onPublish(voiding.published::release);
        voiding.looking.start();
        return voiding;
    }

    private void lookAgainAndAgain() {
        try {
            while (true) {
                published.acquire();
                published.drainPermits();
                look();
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        try {
            for (var row : approvals.open()) {
                served.ended(row).ifPresent(why -> end(row, why));
            }
        } catch (RuntimeException later) {
            // The next snapshot, or the next start, looks again.
            LOG.debug("could not look for approvals that fit nothing any more", later);
        }
    }

    private void end(ApprovalRow row, String why) {
        var draft = approvals
                .about(Draft.of(Category.APPROVAL, "void"), row)
                .error(Code.APPROVAL_VOID)
                .fact("why", why);
        try {
            journal.append(draft, (transaction, seq) -> {
                if (!approvals.end(transaction, row.id(), why)) {
                    throw new Refusal(Code.APPROVAL_EXPIRED, "approval '" + row.id() + "' ended by itself", "");
                }
                return seq;
            });
            approvals.tell(row.id());
        } catch (Refusal before) {
            // Somebody was faster, on this node or another.
        }
    }

    @Override
    public void close() {
        looking.interrupt();
    }
}
