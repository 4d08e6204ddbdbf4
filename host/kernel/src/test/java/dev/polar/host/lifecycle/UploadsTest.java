package dev.polar.host.lifecycle;

import static dev.polar.host.lifecycle.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.polar.spi.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UploadsTest {
    @TempDir
    Path data;

    private Instant now = Instant.now();

    @Test
    void a_file_waits_an_hour_under_its_digest() {
        var uploads = new Uploads(data, () -> now);
        var name = uploads.put(new byte[] {1, 2, 3});
        assertEquals(name, uploads.put(new byte[] {1, 2, 3}));
        assertArrayEquals(new byte[] {1, 2, 3}, uploads.get(name));
        now = now.plus(Duration.ofMinutes(61));
        assertRefused(Code.PLAN_UNKNOWN, () -> uploads.get(name));
    }

    @Test
    void only_so_many_wait() throws IOException {
        var uploads = new Uploads(data, () -> now);
        for (int i = 0; i < 300; i++) {
            uploads.put(new byte[] {(byte) i, (byte) (i >> 8)});
        }
        try (var files = Files.list(data.resolve("uploads"))) {
            assertEquals(257, files.count());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "sha256:x", "sha256:../../operators.json", "/etc/passwd"})
    void a_name_is_a_digest(String name) {
        assertRefused(Code.PLAN_UNKNOWN, () -> new Uploads(data, () -> now).get(name));
    }
}
