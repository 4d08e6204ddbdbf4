package dev.polar.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.adminapi.InstallationName;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstallationTest {
    @TempDir
    Path data;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void it_is_named_once_and_its_name_says_whether_it_is_for_development(boolean development) {
        var name = Installation.in(data, development);
        assertEquals(development, name.development());
        assertTrue(name.text().matches(development ? "dev-[0-9a-f]{32}" : "[0-9a-f]{32}"), name::text);
        assertEquals(name, Installation.in(data, development));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void neither_kind_is_ever_started_as_the_other_and_nothing_is_touched(boolean development) throws IOException {
        Installation.in(data, development);
        var flags = Map.of("--data", data.toString(), "--port", "0");
        var other = development ? flags : Map.of("--data", data.toString(), "--port", "0", "--dev", "yes");
        var settings = Settings.read(other, Map.of(), data);
        var refusal = assertThrows(Refusal.class, () -> HostAssembly.start(settings, () -> {}));
        assertEquals(Code.DEV_INSTALLATION, refusal.code());
        assertTrue(refusal.getMessage().contains("never becomes"), refusal.getMessage());
        try (var files = Files.list(data)) {
            assertEquals(1, files.count());
        }
    }

    @Test
    void looking_makes_nothing() {
        InstallationName.requireFit(data, true);
        InstallationName.requireFit(data, false);
        assertFalse(Files.exists(data.resolve("installation")));
    }
}
