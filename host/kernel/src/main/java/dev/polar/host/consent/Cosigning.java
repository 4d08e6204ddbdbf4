package dev.polar.host.consent;

import dev.polar.adminapi.Done;
import dev.polar.host.audit.Draft;
import dev.polar.host.audit.Journal;
import dev.polar.host.store.Database;
import dev.polar.spi.Caller;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.audit.Category;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one operator signed and needs another's signature too. It waits in the database, for as long as its plan lives:
 * whoever asks for the same plan is given the very same statement, so that all sign one payload.
 */
final class Cosigning {
    private final Database database;
    private final Ledger ledger;
    private final Journal journal;

    Cosigning(Database database, Ledger ledger, Journal journal) {
        this.database = database;
        this.ledger = ledger;
        this.journal = journal;
    }

    /** What waits for a signature under this statement, or under an equal one of another time. */
    Optional<Consented> waiting(Statement statement) {
        if (Quorum.of(statement) == 1) {
            return Optional.empty();
        }
        var digest = statement.digest();
        return database.read(transaction -> OpenTable.find(transaction, digest.toString()))
                .flatMap(this::verified)
                .filter(consent -> consent.digest().equals(digest));
    }

    private Optional<Consented> verified(String envelope) {
        try {
            return Optional.of(ledger.accept(envelope));
        } catch (Refusal nothing) {
            return Optional.empty();
        }
    }

    /**
     * The consent with everybody's signature.
     *
     * @throws Refusal {@code PLAN_CHANGED} if somebody signed the same plan in other words meanwhile
     */
    Consented joined(Consented consent, Optional<Consented> waiting) {
        if (waiting.isEmpty()) {
            return consent;
        }
        if (!Arrays.equals(
                waiting.get().statement().bytes(), consent.statement().bytes())) {
            throw new Refusal(
                    Code.PLAN_CHANGED,
                    String.join(" and ", waiting.get().operators()) + " signed that plan while you read it",
                    "the same command again: you will sign the same statement");
        }
        var digest = consent.digest().toString();
        var both = ledger.joined(waiting.get(), consent);
        return new Consented(both.operators(), both.kept(), both.digest(), both.envelope(), transaction -> {
            OpenTable.remove(transaction, digest);
            return both.row().in(transaction);
        });
    }

    /** Keeps what needs more signatures than it has. */
    Done keep(Consented consent) {
        int needed = Quorum.of(consent.statement());
        var signatures = consent.operators().size() + " of " + needed;
        var digest = consent.digest().toString();
        journal.append(
                Draft.of(Category.TRUST, "cosign")
                        .caller(new Caller.Operator(consent.operator()), "operator-key")
                        .asked()
                        .fact("consent", digest)
                        .fact("action", consent.action())
                        .fact("object", consent.object())
                        .fact("signatures", signatures),
                (transaction, seq) -> {
                    OpenTable.put(transaction, digest, consent.envelope());
                    return seq;
                });
        return new Done(
                signatures + ": another operator runs the same command within the hour",
                Map.of(
                        "plan",
                        digest,
                        "signatures",
                        signatures,
                        "signed",
                        String.join(", ", consent.operators()),
                        "until",
                        consent.at().plus(Consents.LIFE).toString()),
                List.of("the same command, as another operator"));
    }
}
