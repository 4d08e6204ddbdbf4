package dev.polar.trust.key;

import static dev.polar.trust.key.KeysTest.NOT_ASKED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFileTest {
    @TempDir
    Path folder;

    private final SigningKey key = SigningKey.generate();

    @Test
    void a_private_key_file_is_the_owners_alone() throws IOException {
        var file = new KeyFile(folder.resolve("deep/er/me.pem"));
        file.writePrivate(key.toPlainPem());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())));
        assertEquals(key.publicKey(), file.signingKey(NOT_ASKED).publicKey());
    }

    @Test
    void a_public_key_file_is_for_everybody() throws IOException {
        var file = new KeyFile(folder.resolve("me.pub.pem"));
        file.writePublic(key.publicKey());
        // as far as the umask lets it
        assertTrue("rw-r--r-- rw-r----- rw-------"
                .contains(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path()))));
        assertEquals(key.publicKey(), file.publicKey());
    }

    @Test
    void a_key_is_never_overwritten_and_nothing_else_is_left_behind() throws IOException {
        var file = new KeyFile(folder.resolve("me.pem"));
        file.writePrivate(key.toPlainPem());
        var refusal = assertThrows(
                Refusal.class, () -> file.writePrivate(SigningKey.generate().toPlainPem()));
        assertEquals(Code.KEY_INVALID, refusal.code());
        assertEquals(key.publicKey(), file.signingKey(NOT_ASKED).publicKey());
        try (var names = Files.list(folder)) {
            assertEquals(List.of(file.path()), names.toList());
        }
    }

    @Test
    void a_file_that_cannot_be_read_or_written_is_named() throws IOException {
        var missing = new KeyFile(folder.resolve("missing.pem"));
        var refusal = assertThrows(Refusal.class, missing::publicKey);
        assertEquals(Code.KEY_INVALID, refusal.code());
        assertEquals(missing.path().toString(), refusal.details().get("path"));

        Files.writeString(folder.resolve("file"), "");
        var beneath = new KeyFile(folder.resolve("file/me.pem"));
        assertTrue(assertThrows(Refusal.class, () -> beneath.writePublic(key.publicKey()))
                .details()
                .containsValue(beneath.path().toString()));
    }
}
