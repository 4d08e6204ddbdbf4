package dev.polar.host.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ClusterTest {
    private static final Path CACHE = Path.of(System.getProperty("basedir", "."), "target", "cache");

    @TempDir
    Path data;

    @Test
    void a_server_keeps_its_data_its_password_and_its_directory() throws Exception {
        // What a host that was killed during its very first start leaves behind.
        Files.createDirectories(data.resolve("postgres"));
        Files.writeString(data.resolve("postgres/PG_VERSION"), "18\n");

        try (var database = Database.embedded(data, CACHE)) {
            for (var setting : new String[] {"fsync", "synchronous_commit", "full_page_writes"}) {
                assertEquals("on", database.show(setting));
            }
            assertEquals("127.0.0.1", database.show("listen_addresses"));
            database.write(transaction -> transaction.handle().execute("CREATE TABLE kept AS SELECT 42 AS n"));
            assertEquals(
                    Code.HOST_RUNNING,
                    assertThrows(Refusal.class, () -> Database.embedded(data, CACHE))
                            .code());
        }

        try (var database = Database.embedded(data, CACHE)) {
            assertEquals(42, number(database));
            var stranger =
                    new DatabaseAddress(database.address().jdbcUrl(), Optional.of("postgres"), Optional.of("guess"));
            assertThrows(SQLException.class, () -> stranger.source().getConnection());
            for (var file : new String[] {"postgres.password", "postgres.log"}) {
                assertEquals(
                        "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve(file))));
            }

            // The server dies under a living host: a refusal for whoever comes first, the same data afterwards.
            ServerProcess.of(data.resolve("postgres")).orElseThrow().stop();
            assertEquals(
                    Code.DATABASE_UNAVAILABLE,
                    assertThrows(Refusal.class, () -> number(database)).code());
            assertEquals(42, number(database));
        }
        assertTrue(ServerProcess.of(data.resolve("postgres")).isEmpty());
    }

    private static int number(Database database) {
        return database.read(transaction -> transaction
                .handle()
                .select("SELECT n FROM kept")
                .mapTo(Integer.class)
                .one());
    }
}
