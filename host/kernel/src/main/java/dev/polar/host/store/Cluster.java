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
            "max_connections", "100");

    /** Says that initdb once finished here; without it the directory is what a killed first start left. */
    private static final String READY = "polar-ready";

    private final EmbeddedPostgres server;
    private final DirectoryLock lock;
    private final String password;

    private Cluster(EmbeddedPostgres server, DirectoryLock lock, String password) {
        this.server = server;
        this.lock = lock;
        this.password = password;
    }

    static Cluster start(Path dataDir, Path cacheDir) {
        var files = dataDir.resolve("postgres");
        try {
            OwnerOnly.directory(dataDir);
            var lock = DirectoryLock.take(dataDir.resolve("postgres.lock"));
            try {
                Orphan.of(files).ifPresent(Orphan::stop);
                setAsideIfUnfinished(files);
                var password = OwnerOnly.secret(dataDir.resolve("postgres.password"));
                var server = start(files, cacheDir.resolve("postgresql"), dataDir, password);
                Files.write(files.resolve(READY), new byte[0]);
                return new Cluster(server, lock, password);
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (IOException | IllegalStateException e) {
            throw new Refusal(
                    Code.DATABASE_UNAVAILABLE,
                    "the embedded PostgreSQL did not start: " + e.getMessage(),
                    "see " + dataDir.resolve("postgres.log") + ", or name another one in POLAR_DATABASE_URL");
        }
    }

    private static EmbeddedPostgres start(Path files, Path binaries, Path dataDir, String password) throws IOException {
        var log = Redirect.to(OwnerOnly.file(dataDir.resolve("postgres.log")).toFile());
        var builder = EmbeddedPostgres.builder()
                .setDataDirectory(files)
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
                .setLocaleConfig("locale", "C.UTF-8");
        SERVER.forEach(builder::setServerConfig);
        OwnerOnly.directory(binaries);
        var server = builder.start();
        // The library opens the directory to everyone's writing; whoever could write there would be run by the host.
        Files.setPosixFilePermissions(binaries, PosixFilePermissions.fromString("rwx------"));
        return server;
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
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new IllegalStateException("PostgreSQL did not stop", e);
        } finally {
            lock.close();
        }
    }
}
