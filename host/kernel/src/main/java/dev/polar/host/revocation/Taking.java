package dev.polar.host.revocation;

import dev.polar.host.audit.Draft;
import dev.polar.host.audit.Journal;
import dev.polar.host.consent.Consented;
import dev.polar.spi.Caller;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.audit.Category;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Takes a list in: first it is in the file, then in force, then on record. A silent database holds up nothing; the record
 * follows when it answers.
 */
public final class Taking {
    private final RevocationList revocations;
    private final Journal journal;
    private final RevocationsChanged changed;
    private final Set<String> underWay = ConcurrentHashMap.newKeySet();
    private final Map<String, Draft> unrecorded = new LinkedHashMap<>();

    public Taking(RevocationList revocations, Journal journal, RevocationsChanged changed) {
        this.revocations = revocations;
        this.journal = journal;
        this.changed = changed;
    }

    /** Whether that list is another one than before. */
    boolean take(Source source, ImportedLists.Held next, Optional<Consented> consent) {
        underWay.add(source.name());
        try {
            boolean another = revocations.put(source, next);
            if (another) {
                changed.revocationsChanged();
            }
            if (another || consent.isPresent()) {
                record(source, draft(source, next, consent), consent);
            }
            return another;
        } finally {
            underWay.remove(source.name());
        }
    }

    /** Tries again what could not be recorded, and gives back to the database what it lost. */
    synchronized void recordAgain() {
        for (var source : revocations.behind()) {
            var lost = revocations
                    .held(source)
                    .filter(held -> !unrecorded.containsKey(source.name()) && !underWay.contains(source.name()));
            if (lost.filter(held -> appended(
                            source, draft(source, held, Optional.empty()).fact("restored", true), Optional.empty()))
                    .isPresent()) {
                revocations.stored(source);
            }
        }
        for (var name : unrecorded.keySet().toArray(String[]::new)) {
            revocations.sources().find(name).ifPresent(found -> {
                if (appended(found.source(), unrecorded.get(name), Optional.empty())) {
                    unrecorded.remove(name);
                }
            });
        }
    }

    /** Says on the record that a list did not count. */
    void refused(Source source, Refusal why, Optional<Consented> consent) {
        try {
            journal.append(by(Draft.of(Category.TRUST, "revocations.refresh"), consent)
                    .denied(why.code())
                    .fact("list", source.name())
                    .why(why));
        } catch (Refusal unwritten) {
            // Nothing was done, so nothing needs the record to be allowed.
        }
    }

    private synchronized void record(Source source, Draft draft, Optional<Consented> consent) {
        if (!appended(source, draft, consent)) {
            unrecorded.put(source.name(), draft);
        }
    }

    private boolean appended(Source source, Draft draft, Optional<Consented> consent) {
        try {
            journal.append(draft, (transaction, seq) -> {
                consent.ifPresent(one -> one.store(transaction));
                revocations
                        .held(source)
                        .ifPresent(held -> ListTable.put(
                                transaction, source.name(), held.list().version(), held.envelope()));
                return seq;
            });
            revocations.stored(source);
            return true;
        } catch (Refusal refusal) {
            if (refusal.code() == Code.AUDIT_UNAVAILABLE || refusal.code() == Code.DATABASE_UNAVAILABLE) {
                return false;
            }
            throw refusal;
        }
    }

    private static Draft draft(Source source, ImportedLists.Held next, Optional<Consented> consent) {
        var list = next.list();
        var action = consent.map(Consented::action).orElse("revocations.refresh");
        return by(Draft.of(Category.TRUST, action), consent)
                .allowed()
                .revocationListVersion(list.version())
                .fact("list", source.name())
                .fact("version", list.version())
                .fact("entries", list.entries().size())
                .fact("issuedAt", list.issuedAt().toString())
                .fact("expires", list.expires().toString());
    }

    private static Draft by(Draft draft, Optional<Consented> consent) {
        return consent.map(one -> draft.caller(new Caller.Operator(one.operator()), "operator-key")
                        .fact("consent", one.digest().toString()))
                .orElse(draft);
    }
}
