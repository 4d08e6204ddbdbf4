package dev.polar.host.backup;

import dev.polar.host.audit.Draft;
import dev.polar.host.audit.Journal;
import dev.polar.host.catalog.TrustReader;
import dev.polar.host.consent.Ledger;
import dev.polar.host.floor.Floors;
import dev.polar.host.floor.Floors.Fallen;
import dev.polar.host.revocation.RevocationList;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.audit.Category;
import dev.polar.trust.json.StrictJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What trust has reached, remembered outside the database, and what a host does that finds less there. */
public final class TrustMemory {
    private final Floors floors;
    private final Ledger ledger;
    private final TrustReader trust;
    private final RevocationList revocations;
    private final Journal journal;
    private @Nullable Runnable waiting;
    private volatile boolean compared;
    private volatile boolean opened;

    public TrustMemory(Floors floors, Ledger ledger, TrustReader trust, RevocationList revocations, Journal journal) {
        this.floors = floors;
        this.ledger = ledger;
        this.trust = trust;
        this.revocations = revocations;
        this.journal = journal;
    }

    /**
     * Opens the host if the database holds everything that was seen before. If it does not, that is put on record and the
     * host stays closed until {@link #accept}.
     */
    public void start(Runnable open) {
        trust.read();
        compared = floors.found() || ledger.known().isEmpty();
        var fallen = fallen();
        if (!fallen.isEmpty()) {
            synchronized (this) {
                waiting = open;
            }
            var why = Floors.refusal(fallen);
            journal.append(Draft.of(Category.TRUST, "trust.rollback")
                    .denied(why.code())
                    .fact(
                            "fallen",
                            StrictJson.provider()
                                    .createArrayBuilder(texts(fallen))
                                    .build()));
            return;
        }
        ledger.afterReading(this::learn);
        ledger.afterTakingBack(this::tookBack);
        learn();
        opened = true;
        open.run();
    }

    /** What the database, as last read, holds less of than this host has seen. */
    public List<Fallen> fallen() {
        return floors.above(Reached.by(ledger, trust.known(), revocations), Reached::compares);
    }

    /** Whether the host admits anything: not before {@link #start}, and not while it waits for an operator. */
    public boolean isOpen() {
        return opened;
    }

    /** Whether the host waits for an operator. */
    public synchronized boolean isHeld() {
        return waiting != null;
    }

    /** What keeps a change from being made while the host waits: all but what repairs and what takes back. */
    public Optional<Refusal> hold(String action) {
        return isHeld()
                        && !action.equals(AcceptingRollback.ACTION)
                        && !action.equals("revoke")
                        && !action.startsWith("operator.")
                ? Optional.of(Floors.refusal(fallen()))
                : Optional.empty();
    }

    /** Takes the differences as they are, then opens the host if it was waiting for that. */
    void accept(List<Fallen> accepted) {
        floors.lower(accepted);
        Runnable open;
        synchronized (this) {
            open = waiting;
            waiting = null;
        }
        ledger.afterReading(this::learn);
        ledger.afterTakingBack(this::tookBack);
        learn();
        if (open != null) {
            opened = true;
            open.run();
        }
    }

    /**
     * Statements were taken back by consent, and with them floors of epochs: that is no difference to ask about. It is one
     * if a consent about that plugin is missing.
     */
    private void tookBack() {
        if (!isHeld()) {
            var fallen = fallen();
            floors.lower(fallen.stream()
                    .filter(epoch ->
                            Reached.ofEpoch(epoch) && fallen.stream().noneMatch(lost -> Reached.explains(lost, epoch)))
                    .toList());
        }
    }

    /** What an operator should look at: each difference, and a file that cannot be written. */
    public List<Refusal> problems() {
        var problems = new ArrayList<Refusal>();
        for (var difference : fallen()) {
            problems.add(new Refusal(
                    Code.TRUST_ROLLBACK,
                    "the database went back: " + difference,
                    "restore the newest backup, or polar trust accept-rollback"));
        }
        floors.problem().ifPresent(problems::add);
        return problems;
    }

    /** Whether this start had something to compare with, or nothing was ever decided. */
    public boolean compared() {
        return compared;
    }

    private void learn() {
        floors.raise(Reached.by(ledger, trust.known(), revocations));
    }

    static List<String> texts(List<Fallen> fallen) {
        return fallen.stream().map(Fallen::toString).toList();
    }
}
