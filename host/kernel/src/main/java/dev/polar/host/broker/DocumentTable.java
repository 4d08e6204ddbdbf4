package dev.polar.host.broker;

import dev.polar.host.store.Transaction;
import dev.polar.spi.Document;
import dev.polar.spi.Scope;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.SqlStatement;

/** The SQL of documents. */
final class DocumentTable {
    private static final String HERE = " plugin = :plugin AND publisher = :publisher AND collection = :collection"
            + " AND scope_kind = :kind AND scope_id = :scope";
    private static final RowMapper<Document> DOCUMENT = (row, context) -> new Document(
            row.getString("key"),
            row.getString("text"),
            row.getTimestamp("updated_at").toInstant());

    private DocumentTable() {}

    /** Whose, which collection, which scope. */
    record Place(Owner owner, String collection, Scope scope) {
        <S extends SqlStatement<S>> S bind(S statement) {
            return statement
                    .bind("plugin", owner.plugin().name())
                    .bind("publisher", owner.publisher())
                    .bind("collection", collection)
                    .bind("kind", scope.kind().name())
                    .bind("scope", scope.id());
        }
    }

    static int put(Transaction transaction, Place place, String key, String text) {
        return place.bind(transaction
                        .handle()
                        .createUpdate("INSERT INTO document"
                                + " (plugin, publisher, collection, scope_kind, scope_id, key, text, updated_at)"
                                + " VALUES (:plugin, :publisher, :collection, :kind, :scope, :key, :text, now())"
                                + " ON CONFLICT (plugin, publisher, collection, scope_kind, scope_id, key)"
                                + " DO UPDATE SET text = excluded.text, updated_at = excluded.updated_at"))
                .bind("key", key)
                .bind("text", text)
                .execute();
    }

    static Optional<Document> get(Transaction transaction, Place place, String key) {
        return place.bind(transaction
                        .handle()
                        .createQuery("SELECT key, text, updated_at FROM document WHERE" + HERE + " AND key = :key"))
                .bind("key", key)
                .map(DOCUMENT)
                .findOne();
    }

    static List<Document> search(Transaction transaction, Place place, String query, int limit) {
        return place.bind(
                        transaction
                                .handle()
                                .createQuery(
                                        "SELECT key, text, updated_at FROM document,"
                                                + " websearch_to_tsquery('simple', :query) AS asked WHERE" + HERE
                                                + " AND words @@ asked ORDER BY ts_rank(words, asked) DESC, updated_at DESC, key LIMIT :limit"))
                .bind("query", query)
                .bind("limit", limit)
                .map(DOCUMENT)
                .list();
    }

    static boolean remove(Transaction transaction, Place place, String key) {
        return place.bind(transaction.handle().createUpdate("DELETE FROM document WHERE" + HERE + " AND key = :key"))
                        .bind("key", key)
                        .execute()
                == 1;
    }
}
