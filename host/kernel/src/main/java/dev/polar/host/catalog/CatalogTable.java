package dev.polar.host.catalog;

import dev.polar.host.store.JsonColumn;
import dev.polar.host.store.Transaction;
import dev.polar.spi.Code;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import dev.polar.trust.key.Digest;
import jakarta.json.bind.JsonbException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The SQL of the catalog. */
final class CatalogTable {
    private static final String COLUMNS =
            "plugin, release, epoch, content, file, entries, requires, state, version, reason, since, role";

    private CatalogTable() {}

    /** A row, or the name of one that cannot be read: somebody edited it, and it must not keep the others from starting. */
    record Read(String plugin, Optional<Row> row) {}

    static List<Read> all(Transaction transaction) {
        return transaction
                .handle()
                .createQuery("SELECT " + COLUMNS + " FROM catalog WHERE role = 'SERVING' ORDER BY plugin")
                .map((row, context) -> read(row))
                .list();
    }

    private static Read read(ResultSet row) throws SQLException {
        try {
            return new Read(row.getString("plugin"), Optional.of(row(row)));
        } catch (IllegalArgumentException | JsonbException | ClassCastException unreadable) {
            return new Read(row.getString("plugin"), Optional.empty());
        }
    }

    /** Every readable row that does not serve. */
    static List<Row> beside(Transaction transaction) {
        return transaction
                .handle()
                .createQuery("SELECT " + COLUMNS + " FROM catalog WHERE role <> 'SERVING' ORDER BY plugin, role")
                .map((row, context) -> read(row))
                .list()
                .stream()
                .flatMap(read -> read.row().stream())
                .toList();
    }

    static Optional<Row> find(Transaction transaction, PluginId plugin, Role role) {
        return transaction
                .handle()
                .createQuery("SELECT " + COLUMNS + " FROM catalog WHERE plugin = :plugin AND role = :role")
                .bind("plugin", plugin.name())
                .bind("role", role)
                .map((row, context) -> read(row).row())
                .findOne()
                .flatMap(row -> row);
    }

    static void clear(Transaction transaction, PluginId plugin, Role role) {
        transaction
                .handle()
                .createUpdate("DELETE FROM catalog WHERE plugin = :plugin AND role = :role")
                .bind("plugin", plugin.name())
                .bind("role", role)
                .execute();
    }

    /** Whether the row was written; it is not if the plugin has one. */
    static boolean insert(Transaction transaction, Row row) {
        return transaction
                        .handle()
                        .createUpdate(
                                "INSERT INTO catalog (plugin, release, epoch, content, file, entries, requires, state, role)"
                                        + " VALUES (:plugin, :release, :epoch, :content, :file, CAST(:entries AS jsonb), :requires, :state, :role)"
                                        + " ON CONFLICT (plugin, role) DO NOTHING")
                        .bind("plugin", row.plugin().name())
                        .bind("release", row.release())
                        .bind("epoch", row.epoch())
                        .bind("content", row.content().toString())
                        .bind("file", row.file().toString())
                        .bind("entries", json(row.entries()))
                        .bindArray("requires", String.class, requires(row))
                        .bind("state", row.state())
                        .bind("role", row.role())
                        .execute()
                == 1;
    }

    /** Another release in that row's place, one version later; whether the row was still at its version. */
    static boolean replace(Transaction transaction, Row old, Row next) {
        return transaction
                        .handle()
                        .createUpdate("UPDATE catalog SET release = :release, epoch = :epoch, content = :content,"
                                + " file = :file, entries = CAST(:entries AS jsonb), requires = :requires,"
                                + " state = :state, reason = NULL, version = version + 1, since = now()"
                                + " WHERE plugin = :plugin AND role = :role AND version = :version")
                        .bind("release", next.release())
                        .bind("epoch", next.epoch())
                        .bind("content", next.content().toString())
                        .bind("file", next.file().toString())
                        .bind("entries", json(next.entries()))
                        .bindArray("requires", String.class, requires(next))
                        .bind("state", next.state())
                        .bind("plugin", old.plugin().name())
                        .bind("role", old.role())
                        .bind("version", old.version())
                        .execute()
                == 1;
    }

    /** Whether the row was still at that version. */
    static boolean move(Transaction transaction, Row row, State to, Optional<Refusal> reason) {
        return transaction
                        .handle()
                        .createUpdate("UPDATE catalog SET state = :state, reason = CAST(:reason AS jsonb),"
                                + " version = version + 1, since = now()"
                                + " WHERE plugin = :plugin AND role = :role AND version = :version")
                        .bind("state", to)
                        .bind("reason", reason.map(CatalogTable::json).orElse(null))
                        .bind("plugin", row.plugin().name())
                        .bind("role", row.role())
                        .bind("version", row.version())
                        .execute()
                == 1;
    }

    /** Whether the row was still at that version. */
    static boolean delete(Transaction transaction, Row row) {
        return transaction
                        .handle()
                        .createUpdate(
                                "DELETE FROM catalog WHERE plugin = :plugin AND role = :role AND version = :version")
                        .bind("plugin", row.plugin().name())
                        .bind("role", row.role())
                        .bind("version", row.version())
                        .execute()
                == 1;
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                new PluginId(row.getString("plugin")),
                row.getString("release"),
                row.getInt("epoch"),
                Digest.parse(row.getString("content")),
                Digest.parse(row.getString("file")),
                entries(row.getString("entries")),
                Arrays.stream((String[]) row.getArray("requires").getArray())
                        .map(PluginId::new)
                        .collect(Collectors.toSet()),
                State.valueOf(row.getString("state")),
                row.getLong("version"),
                reason(row.getString("reason")),
                row.getObject("since", OffsetDateTime.class).toInstant(),
                Role.valueOf(row.getString("role")));
    }

    private static List<String> requires(Row row) {
        return row.requires().stream().map(PluginId::name).sorted().toList();
    }

    private static String json(Map<String, Digest> entries) {
        var hex = new TreeMap<String, String>();
        entries.forEach((name, digest) -> hex.put(name, digest.hex()));
        return JsonColumn.BINDING.toJson(hex);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Digest> entries(String json) {
        var entries = new HashMap<String, Digest>();
        JsonColumn.BINDING
                .fromJson(json, Map.class)
                .forEach((name, hex) -> entries.put((String) name, new Digest((String) hex)));
        return entries;
    }

    private static String json(Refusal reason) {
        var members = new TreeMap<String, Object>(Map.of(
                "code",
                reason.code().name(),
                "message",
                reason.getMessage(),
                "hint",
                reason.hint(),
                "details",
                new TreeMap<>(reason.details())));
        return JsonColumn.BINDING.toJson(members);
    }

    private static Optional<Refusal> reason(@Nullable String json) {
        if (json == null) {
            return Optional.empty();
        }
        var members = JsonColumn.BINDING.fromJson(json, Map.class);
        return Optional.of(new Refusal(
                Code.valueOf((String) members.get("code")),
                (String) members.get("message"),
                (String) members.get("hint"),
                details(members.get("details"))));
    }

    /** Rows of earlier versions have none. */
    private static Map<String, String> details(@Nullable Object stored) {
        var details = new TreeMap<String, String>();
        if (stored instanceof Map<?, ?> map) {
            map.forEach((name, value) -> details.put(String.valueOf(name), String.valueOf(value)));
        }
        return details;
    }
}
