package dev.polar.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.polar.host.lifecycle.TestHost;
import dev.polar.host.store.TestDatabase;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class JoiningTest {
    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @Test
    void a_directory_that_knows_no_operator_does_not_start_on_an_installations_database(
            @TempDir Path first, @TempDir Path second) {
        TestHost.start(first, database.get()).close();
        var settings = Settings.read(
                Map.of("--data", second.resolve("data").toString(), "--port", "0"),
                Map.of("POLAR_DATABASE_URL", database.url()),
                second);
        var refusal = assertThrows(Refusal.class, () -> HostAssembly.start(settings, () -> {}));
        assertEquals(Code.NODE_NOT_JOINED, refusal.code());
        assertFalse(Files.exists(second.resolve("data/master.key")), "joining is still possible");
    }
}
