package dev.polar.host.store;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
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

    /** A step may rewrite a large log. */
    private static final Duration LONGEST = Duration.ofHours(2);

    private final Database database;

    Migrations(Database database) {
        this.database = database;
    }

    void run() {
        var applied = database.read(transaction -> known(transaction.handle()));
        files().forEach(file -> requireSame(file, applied));
        var missing =
                files().stream().filter(file -> !applied.containsKey(file)).toList();
        if (missing.isEmpty()) {
            return;
        }
        try (var handle = database.dedicated("polar migrations", LONGEST)) {
            missing.forEach(file -> handle.useTransaction(open -> apply(open, file, text(file))));
        } catch (RuntimeException e) {
            throw isForbidden(e) ? notOurs(missing) : Unavailable.or(e);
        }
    }

    private static Map<String, String> known(Handle handle) {
        var any = handle.createQuery("SELECT to_regclass('migration') IS NOT NULL")
                .mapTo(Boolean.class)
                .one();
        return any ? applied(handle) : Map.of();
    }

    private static void requireSame(String file, Map<String, String> applied) {
        var digest = applied.get(file);
        if (digest != null && !digest.equals(sha256(text(file)))) {
            throw new IllegalStateException("migration " + file + " was applied with other content");
        }
    }

    private static boolean isForbidden(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && "42501".equals(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    private static Refusal notOurs(List<String> missing) {
        return new Refusal(
                Code.SETTING_INVALID,
                "the login of database.url may not bring the tables up to date: " + missing.size()
                        + " steps are missing, from " + missing.getFirst(),
                "POLAR_DATABASE_URL=OWNER_URL polar database prepare --for LOGIN, with the login that owns them");
    }

    private static void apply(Handle handle, String file, String sql) {
        handle.execute("SELECT pg_advisory_xact_lock(?)", LOCK);
        handle.execute("CREATE TABLE IF NOT EXISTS migration (file text PRIMARY KEY, sha256 text NOT NULL,"
                + " applied timestamptz NOT NULL DEFAULT now())");
        var digest = sha256(sql);
        var applied = applied(handle);
        requireSame(file, applied);
        if (!applied.containsKey(file)) {
            run(handle, sql);
            handle.execute("INSERT INTO migration (file, sha256) VALUES (?, ?)", file, digest);
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

    /** Digests by file. */
    static Map<String, String> applied(Handle handle) {
        return handle
                .createQuery("SELECT file, sha256 FROM migration")
                .map((row, context) -> Map.entry(row.getString("file"), row.getString("sha256")))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** The tables these files make, each after those it refers to; the one that counts files is not among them. */
    static List<String> tables(Collection<String> files) {
        return made("TABLE", files);
    }

    /** @throws Refusal {@code STATE_CONFLICT} if a file is not one of ours, word for word */
    static void requireKnown(Map<String, String> migrations) {
        migrations.forEach((file, digest) -> {
            if (!files().contains(file) || !sha256(text(file)).equals(digest)) {
                throw new Refusal(
                        Code.STATE_CONFLICT,
                        "the backup's tables are of another version of Polar (" + file + ")",
                        "restore it with the version that made it, or a later one");
            }
        });
    }

    /** Moves what there is into a schema of its own, inside the transaction that puts something else in its place. */
    static void setAside(Handle handle, String schema) {
        handle.execute("CREATE SCHEMA " + schema);
        var tables = new ArrayList<>(made("TABLE", files()));
        tables.add("migration");
        for (var table : tables) {
            partitions(handle, table).forEach(part -> handle.execute("ALTER TABLE " + part + " SET SCHEMA " + schema));
            handle.execute("ALTER TABLE IF EXISTS " + table + " SET SCHEMA " + schema);
        }
        for (var function : made("FUNCTION", files())) {
            handle.execute("DO $$ BEGIN IF to_regproc('" + function + "') IS NOT NULL THEN ALTER FUNCTION " + function
                    + " SET SCHEMA " + schema + "; END IF; END $$");
        }
    }

    /** Makes the tables of these files, in our order. */
    static void make(Handle handle, Collection<String> chosen) {
        files().stream().filter(chosen::contains).forEach(file -> apply(handle, file, text(file)));
    }

    private static List<String> partitions(Handle handle, String table) {
        return handle.createQuery(
                        "SELECT quote_ident(c.relname) FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid"
                                + " WHERE i.inhparent = to_regclass(:table) AND c.relkind = 'r'")
                .bind("table", table)
                .mapTo(String.class)
                .list();
    }

    /** What is made anew stands where it was made last. */
    private static List<String> made(String kind, Collection<String> chosen) {
        var pattern = Pattern.compile("(?m)^CREATE " + kind + " (?:IF NOT EXISTS )?([a-z_]+)");
        return files().stream()
                .filter(chosen::contains)
                .flatMap(file -> pattern.matcher(text(file)).results().map(found -> found.group(1)))
                .toList()
                .reversed()
                .stream()
                .distinct()
                .toList()
                .reversed();
    }

    static List<String> files() {
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
