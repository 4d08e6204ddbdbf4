package dev.polar.host.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.polar.host.audit.RecordContents;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A real PostgreSQL for a test class: {@code @RegisterExtension static final TestDatabase DATABASE = new TestDatabase();}
 * One server serves the whole run, started like a host starts it; every test class gets an empty database of its own, or
 * every test if the field is not static.
 */
public final class TestDatabase implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    /** Tests that leave records as a host does, and not some of their own. */
    private static final Set<String> AS_A_HOST = Set.of(
            "ChildEgressTest",
            "GateTest",
            "LifecycleTest",
            "OperatorDoorTest",
            "SecretsTest",
            "UpdateTest",
            "WebChannelTest");

    private boolean shared;
    private Server server;
    private String name;
    private Database database;
    private DatabaseAddress address;

    /** The class's or the test's database, with all tables. */
    public Database get() {
        return database;
    }

    /** A second pool on the same database, as another node or a restarted host has one. The caller closes it. */
    public Database reopened() {
        return Database.at(address, 4);
    }

    /** The same, reached through another port of the loopback address, every statement as text. The caller closes it. */
    public Database reopenedThrough(int port) {
        return Database.at(
                new DatabaseAddress(
                        address.jdbcUrl().replaceFirst(":[0-9]+/", ":" + port + "/") + "?prepareThreshold=0",
                        address.user(),
                        address.password()),
                4);
    }

    /** Where the server really listens. */
    public int port() {
        return URI.create(address.jdbcUrl().substring("jdbc:".length())).getPort();
    }

    /** The address, for another process. */
    public String url() {
        var login = address.user()
                .map(user -> user + address.password().map(word -> ":" + word).orElse("") + "@");
        return address.jdbcUrl().replaceFirst("jdbc:postgresql://", "postgresql://" + login.orElse(""));
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        if (!shared) {
            begin(context);
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (!shared) {
            end(context);
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        shared = true;
        begin(context);
    }

    private void begin(ExtensionContext context) {
        server = context.getRoot()
                .getStore(ExtensionContext.Namespace.create(TestDatabase.class))
                .getOrComputeIfAbsent("server", key -> new Server(), Server.class);
        name = context.getRequiredTestClass().getSimpleName().toLowerCase(Locale.ROOT) + "_" + NUMBER.incrementAndGet();
        server.create(name);
        address = server.cluster.address(name);
        database = Database.at(address, 6);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        end(context);
    }

    /** Whatever such a test did, its records fill the keys that the documentation says they fill. */
    private void end(ExtensionContext context) {
        try {
            if (AS_A_HOST.contains(context.getRequiredTestClass().getSimpleName())) {
                assertEquals(List.of(), RecordContents.wrong(database));
            }
        } finally {
            database.close();
            server.drop(name);
        }
    }

    private static final class Server implements AutoCloseable {
        private static final Path MEMORY = Path.of("/dev/shm");
        private static final long PLENTY = 8L << 30;

        private final Path data;
        private final Cluster cluster;

        /** One for all: processes of the server only to make a database, and to drop it, cost half as much again. */
        private final Connection connection;

        Server() {
            try {
                data = Files.createTempDirectory(place(), "polar-test-database");
                cluster = Cluster.start(data, Path.of(System.getProperty("basedir", "."), "target", "cache"));
                connection = cluster.address("postgres").source().getConnection();
                try (var statement = connection.createStatement()) {
                    statement.execute("CREATE DATABASE migrated");
                }
            } catch (IOException | SQLException e) {
                throw new IllegalStateException(e);
            }
            Database.at(cluster.address("migrated"), 1).close();
        }

        /** In memory if there is plenty: most of what tests wait for otherwise is the disk. A tenth of it is ever used. */
        private static Path place() throws IOException {
            return Files.isWritable(MEMORY) && Files.getFileStore(MEMORY).getUsableSpace() >= PLENTY
                    ? MEMORY
                    : Path.of(System.getProperty("java.io.tmpdir"));
        }

        /** Cloning a migrated template is many times faster than migrating every class's database. */
        private synchronized void create(String name) {
            try (var statement = connection.createStatement()) {
                // In memory copying files is half the work of writing every page to the log; a disk would be waited
                // for.
                var how = data.startsWith(MEMORY) ? " STRATEGY FILE_COPY" : "";
                statement.execute("CREATE DATABASE " + name + " TEMPLATE migrated" + how);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        /** Whoever is still connected is not any more. */
        private synchronized void drop(String name) {
            try (var statement = connection.createStatement()) {
                statement.execute("DROP DATABASE " + name + " WITH (FORCE)");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() throws IOException, SQLException {
            connection.close();
            cluster.close();
            // The server may still be removing files of its own.
            Files.walkFileTree(data, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException gone) {
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path folder, IOException failed) throws IOException {
                    Files.deleteIfExists(folder);
                    return FileVisitResult.CONTINUE;
                }
            });
        }
    }
}
