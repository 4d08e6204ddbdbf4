package dev.polar.host.audit;

import dev.polar.host.store.Transaction;
import dev.polar.trust.audit.Tile;
import dev.polar.trust.audit.TileEdge;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** The full tiles of the tree; a partial one is what lies below it. */
final class TileTable {
    private static final int HASH = 32;

    private TileTable() {}

    /** What is derived must not stand in the way of what it is derived from: a tile that is there already is replaced. */
    static void insert(Transaction transaction, int log, List<TileEdge.FullTile> tiles) {
        if (tiles.isEmpty()) {
            return;
        }
        var batch = transaction
                .handle()
                .prepareBatch("INSERT INTO audit_tile (log, level, index, hashes, root)"
                        + " VALUES (:log, :level, :index, :hashes, :root) ON CONFLICT (log, level, index)"
                        + " DO UPDATE SET hashes = excluded.hashes, root = excluded.root");
        for (var full : tiles) {
            batch.bind("log", log)
                    .bind("level", full.tile().level())
                    .bind("index", full.tile().index())
                    .bind("hashes", full.hashes())
                    .bind("root", full.root().bytes())
                    .add();
        }
        batch.execute();
    }

    /**
     * The hashes of a tile.
     *
     * @throws IllegalArgumentException if one of them is not there
     */
    static byte[] hashes(Transaction transaction, int log, Tile tile) {
        return full(transaction, log, tile).orElseGet(() -> below(transaction, log, tile));
    }

    private static Optional<byte[]> full(Transaction transaction, int log, Tile tile) {
        return transaction
                .handle()
                .createQuery("SELECT substr(hashes, 1, :bytes) FROM audit_tile"
                        + " WHERE log = :log AND level = :level AND index = :index")
                .bind("bytes", HASH * tile.width())
                .bind("log", log)
                .bind("level", tile.level())
                .bind("index", tile.index())
                .mapTo(byte[].class)
                .findOne();
    }

    private static byte[] below(Transaction transaction, int log, Tile tile) {
        var sql = tile.level() == 0
                ? "SELECT leaf FROM audit_record WHERE log = :log AND seq >= :from AND seq < :to"
                        + " AND :level = -1 ORDER BY seq"
                : "SELECT root FROM audit_tile WHERE log = :log AND level = :level AND index >= :from AND index < :to"
                        + " ORDER BY index";
        long from = tile.index() * Tile.FULL;
        var found = transaction
                .handle()
                .createQuery(sql)
                .bind("log", log)
                .bind("level", tile.level() - 1)
                .bind("from", from)
                .bind("to", from + tile.width())
                .mapTo(byte[].class)
                .list();
        if (found.size() != tile.width()) {
            throw new IllegalArgumentException(tile.path() + " is not there");
        }
        var hashes = ByteBuffer.allocate(HASH * found.size());
        found.forEach(hashes::put);
        return hashes.array();
    }
}
