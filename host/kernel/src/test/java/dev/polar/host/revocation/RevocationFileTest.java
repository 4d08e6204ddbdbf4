package dev.polar.host.revocation;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.polar.spi.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RevocationFileTest {
    @TempDir
    Path data;

    @Test
    void a_revocation_that_cannot_be_written_gives_the_reserve_back_before_it_gives_up() throws IOException {
        Files.createDirectories(data.resolve("revocations.jsonl/in/the/way"));
        Files.write(data.resolve("reserve"), new byte[1]);
        var file = RevocationFile.in(data);
        assertThrows(Refusal.class, () -> file.add(null, List.of()));
        assertFalse(Files.exists(data.resolve("reserve")));
    }
}
