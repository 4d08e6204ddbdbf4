package dev.polar.host.audit;

import dev.polar.host.store.Transaction;
import dev.polar.trust.audit.CompactRange;
import dev.polar.trust.audit.TileEdge;
import java.util.ArrayList;
import java.util.Optional;

/** Makes tiles of leaves where they are missing or wrong. Where leaves were pruned, the tiles over them stay as they are. */
final class Tiling {
    /** So many tiles go to the database at once. */
    private static final int AT_ONCE = 64;

    private Tiling() {}

    /**
     * Where a log's tiles go on.
     *
     * @param tree what its leaves lead to
     * @return empty if its tiles lead elsewhere, even those that were made anew
     */
    static Optional<TileEdge> edge(Transaction transaction, int log, CompactRange tree) {
        return found(transaction, log, tree).or(() -> {
            again(transaction, log);
            return found(transaction, log, tree);
        });
    }

    private static Optional<TileEdge> found(Transaction transaction, int log, CompactRange tree) {
        try {
            return LogTree.of(transaction, log, tree.end()).root().equals(tree.root())
                    ? Optional.of(TileEdge.read(tree.end(), tile -> TileTable.hashes(transaction, log, tile)))
                    : Optional.empty();
        } catch (IllegalArgumentException missing) {
            return Optional.empty();
        }
    }

    /** Makes them again from the first leaf there is, unless tiles over pruned leaves are gone: nothing brings those back. */
    static void again(Transaction transaction, int log) {
        long first = RecordTable.first(transaction, log);
        try {
            again(transaction, log, first, TileEdge.read(first, tile -> TileTable.hashes(transaction, log, tile)));
        } catch (IllegalArgumentException gone) {
            // who asked looks again, and finds them missing
        }
    }

    private static void again(Transaction transaction, int log, long first, TileEdge edge) {
        var full = new ArrayList<TileEdge.FullTile>();
        RecordTable.leaves(transaction, log, first, leaf -> {
            full.addAll(edge.append(leaf));
            if (full.size() >= AT_ONCE) {
                TileTable.insert(transaction, log, full);
                full.clear();
            }
        });
        TileTable.insert(transaction, log, full);
    }
}
