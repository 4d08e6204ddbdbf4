package dev.polar.host.store;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * An embedded PostgreSQL whose files stay in {@code <data>/postgres}. It listens on the loopback address only and asks
 * for a password that only the owner of the data directory can read: a plugin or another user of the machine that finds
 * the port gets no further. Everything that makes a commit durable is on.
 */
final class Cluster implements AutoCloseable {
    /** The library starts the server with fsync off; these come later on its command line and win. */
    private static final Map<String, String> SERVER = Map.of(
            "fsync", "on",
            "synchronous_commit", "on",
            "full_page_writes", "on",
            "listen_addresses", "127.0.0.1",
            "unix_socket_directories", "",
            "log_parameter_max_length_on_error", "0",
            // A question about all of the log locks each of its segments and their indexes.
            "max_locks_per_transaction", "256",
            "max_connections", "100");

    /** Says that initdb once finished here; without it the directory is what a killed first start left. */
    private static final String READY = "polar-ready";

    private final Path dataDir;
    private final Path binaries;
    private final DirectoryLock lock;
    private final String password;
    private EmbeddedPostgres server;
    private boolean closed;

    private Cluster(Path dataDir, Path binaries, DirectoryLock lock, String password) throws IOException {
        this.dataDir = dataDir;
        this.binaries = binaries;
        this.lock = lock;
        this.password = password;
        this.server = started(0);
    }

    static Cluster start(Path dataDir, Path cacheDir) {
        try {
            OwnerOnly.directory(dataDir);
            var lock = DirectoryLock.take(dataDir.resolve("postgres.lock"));
            try {
                setAsideIfUnfinished(dataDir.resolve("postgres"));
                var password = OwnerOnly.secret(dataDir.resolve("postgres.password"));
                var cluster = new Cluster(dataDir, OwnerOnly.directory(cacheDir.resolve("postgresql")), lock, password);
                Files.write(cluster.files().resolve(READY), new byte[0]);
                return cluster;
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (IOException | IllegalStateException e) {
            throw notStarted(dataDir, e);
        }
    }

    /** Starts the server again, on the same port, if its process has ended. */
    synchronized void ensureRunning() {
        if (closed || ServerProcess.of(files()).isPresent()) {
            return;
        }
        try {
            server.close();
            server = started(server.getPort());
        } catch (IOException | IllegalStateException e) {
            throw notStarted(dataDir, e);
        }
    }

    private EmbeddedPostgres started(int port) throws IOException {
        ServerProcess.of(files()).ifPresent(ServerProcess::stop);
        var log = Redirect.to(OwnerOnly.file(dataDir.resolve("postgres.log")).toFile());
        var builder = EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(files())
                .setCleanDataDirectory(false)
                .setOverrideWorkingDirectory(binaries.toFile())
                .setRegisterShutdownHook(false)
                .setPGStartupWait(Duration.ofSeconds(60))
                .setOutputRedirector(log)
                .setErrorRedirector(log)
                .setConnectConfig("password", password)
                // Handed to initdb as --NAME=VALUE; its last word on authentication wins.
                .setLocaleConfig("auth", "scram-sha-256")
                .setLocaleConfig("pwfile", dataDir.resolve("postgres.password").toString())
                // The password is random and long; stretching it would only cost every connection 50 ms.
                .setLocaleConfig("set", "scram_iterations=1")
                .setLocaleConfig("locale", "C.UTF-8");
        SERVER.forEach(builder::setServerConfig);
        var running = builder.start();
        // The library opens the directory to everyone's writing; whoever could write there would be run by the host.
        Files.setPosixFilePermissions(binaries, PosixFilePermissions.fromString("rwx------"));
        return running;
    }

    private Path files() {
        return dataDir.resolve("postgres");
    }

    private static Refusal notStarted(Path dataDir, Exception e) {
        return new Refusal(
                Code.DATABASE_UNAVAILABLE,
                "the embedded PostgreSQL did not start: " + e.getMessage(),
                "see " + dataDir.resolve("postgres.log") + ", or name another one in POLAR_DATABASE_URL");
    }

    private static void setAsideIfUnfinished(Path files) throws IOException {
        if (Files.exists(files) && !Files.exists(files.resolve(READY))) {
            Files.move(files, files.resolveSibling("postgres.unfinished-" + System.currentTimeMillis()));
        }
    }

    DatabaseAddress address(String database) {
        return new DatabaseAddress(
                "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/" + database,
                Optional.of("postgres"),
                Optional.of(password));
    }

    @Override
    public synchronized void close() {
        closed = true;
        try {
            server.close();
        } catch (IOException e) {
            throw new IllegalStateException("PostgreSQL did not stop", e);
        } finally {
            lock.close();
        }
    }
}
