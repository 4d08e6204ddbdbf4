package dev.polar.host.audit;

import dev.polar.host.store.Database;
import dev.polar.host.store.Transaction;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.audit.Checkpoint;
import dev.polar.trust.audit.ConsistencyProof;
import dev.polar.trust.audit.InclusionProof;
import dev.polar.trust.audit.MerkleTree;
import dev.polar.trust.audit.TiledHashes;
import dev.polar.trust.key.Digest;
import java.util.Optional;
import java.util.function.Function;

/**
 * Proofs about one log, each from a handful of its tiles. Tiles are derived, so none is believed: a proof that does not
 * lead to the signed root is not given out; the tiles are made again from the leaves, and then it does or the log is
 * damaged.
 */
public final class LogTree {
    private final Database database;
    private final int log;

    LogTree(Database database, int log) {
        this.database = database;
        this.log = log;
    }

    /** The tree of the first {@code size} records; what is read from it is as good as the tiles are. */
    static MerkleTree of(Transaction transaction, int log, long size) {
        return new MerkleTree(size, new TiledHashes(size, tile -> TileTable.hashes(transaction, log, tile)));
    }

    /**
     * That the record with that leaf hash stands there.
     *
     * @param leaf the leaf hash, of the record and not of a tile
     * @throws IllegalArgumentException if the checkpoint's log is not that long
     * @throws Refusal {@code AUDIT_DAMAGED} if it does not stand there under that checkpoint
     */
    public InclusionProof inclusion(long seq, Digest leaf, Checkpoint checkpoint) {
        require(seq >= 0 && seq < checkpoint.size(), seq, checkpoint);
        return proven(transaction -> Optional.of(
                        of(transaction, log, checkpoint.size()).inclusion(seq))
                .filter(proof -> proof.proves(leaf, checkpoint.root())));
    }

    /**
     * That the log of the checkpoint began as it was when it had {@code from} records.
     *
     * @throws IllegalArgumentException if it never had so many
     * @throws Refusal {@code AUDIT_DAMAGED} if the records do not lead to the checkpoint
     */
    public ConsistencyProof consistency(long from, Checkpoint checkpoint) {
        require(from >= 0 && from <= checkpoint.size(), from, checkpoint);
        return proven(transaction -> Optional.of(
                        of(transaction, log, checkpoint.size()).consistency(from))
                .filter(proof -> proof.proves(of(transaction, log, from).root(), checkpoint.root())));
    }

    private static void require(boolean holds, long number, Checkpoint checkpoint) {
        if (!holds) {
            throw new IllegalArgumentException(number + " is not within the checkpoint at " + checkpoint.size());
        }
    }

    private <T> T proven(Function<Transaction, Optional<T>> question) {
        return database.read(transaction -> tried(question, transaction))
                .or(() -> database.write(transaction -> {
                    Tiling.again(transaction, log);
                    return tried(question, transaction);
                }))
                .orElseThrow(() -> new Refusal(
                        Code.AUDIT_DAMAGED,
                        "the records in the database do not lead to the root that was signed",
                        "export the log and run polar audit verify: it names the record"));
    }

    /** A tile that is missing proves as little as one that is wrong. */
    private static <T> Optional<T> tried(Function<Transaction, Optional<T>> question, Transaction transaction) {
        try {
            return question.apply(transaction);
        } catch (IllegalArgumentException missing) {
            return Optional.empty();
        }
    }
}
