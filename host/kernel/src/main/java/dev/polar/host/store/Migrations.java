package dev.polar.host.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/**
 * Brings the tables up to date: the files of {@code migrations/index}, in that order, each once, each in a transaction
 * of its own. A file that was applied must not change afterwards. Features own their files; the number says when they
 * came, so a new one goes to the end of the index.
 */
final class Migrations {
    private static final String FOLDER = "/dev/polar/host/migrations/";

    /** Any constant of our own: several nodes that start together migrate one after the other. */
    private static final long LOCK = 0x706f6c6172L;

    private final Database database;

    Migrations(Database database) {
        this.database = database;
    }

    void run() {
        for (var file : index()) {
            database.write(transaction -> {
                apply(transaction.handle(), file, text(file));
                return null;
            });
        }
    }

    private static void apply(Handle handle, String file, String sql) {
        handle.execute("SELECT pg_advisory_xact_lock(?)", LOCK);
        handle.execute("CREATE TABLE IF NOT EXISTS migration (file text PRIMARY KEY, sha256 text NOT NULL,"
                + " applied timestamptz NOT NULL DEFAULT now())");
        var digest = sha256(sql);
        var applied = applied(handle);
        if (!applied.containsKey(file)) {
            run(handle, sql);
            handle.execute("INSERT INTO migration (file, sha256) VALUES (?, ?)", file, digest);
        } else if (!applied.get(file).equals(digest)) {
            throw new IllegalStateException("migration " + file + " was applied with other content");
        }
    }

    /** Through plain JDBC: the driver knows where a statement of PostgreSQL ends, {@code $$} and all. */
    private static void run(Handle handle, String sql) {
        try (var statement = handle.getConnection().createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new UnableToExecuteStatementException(e, null);
        }
    }

    private static Map<String, String> applied(Handle handle) {
        return handle
                .createQuery("SELECT file, sha256 FROM migration")
                .map((row, context) -> Map.entry(row.getString("file"), row.getString("sha256")))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static List<String> index() {
        return text("index").lines().filter(line -> !line.isBlank()).toList();
    }

    private static String text(String file) {
        try (var in = Migrations.class.getResourceAsStream(FOLDER + file)) {
            if (in == null) {
                throw new IllegalStateException("no migration " + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha256(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
