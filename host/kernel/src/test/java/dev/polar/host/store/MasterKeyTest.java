package dev.polar.host.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MasterKeyTest {
    private static final byte[] PLAIN = "hunter2".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path data;

    @Test
    void the_key_is_made_once_and_only_its_owner_can_read_it() throws IOException {
        var key = MasterKey.in(data);
        assertEquals(key, MasterKey.in(data));
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("master.key"))));
        assertFalse(key.toString().contains(Files.readString(data.resolve("master.key"))));
    }

    @Test
    void what_is_sealed_opens_for_the_same_purpose_and_place_only() {
        var key = MasterKey.in(data);
        var sealed = key.seal("secret", "acme.mail/token", PLAIN);
        assertArrayEquals(PLAIN, key.open("secret", "acme.mail/token", sealed));
        assertThrows(IllegalStateException.class, () -> key.open("secret", "acme.mail/other", sealed));
        assertThrows(IllegalStateException.class, () -> key.open("opening", "acme.mail/token", sealed));
        var other = MasterKey.in(data.resolve("other"));
        assertThrows(IllegalStateException.class, () -> other.open("secret", "acme.mail/token", sealed));
    }

    @Test
    void every_changed_byte_is_noticed() {
        var key = MasterKey.in(data);
        var sealed = key.seal("secret", "p", PLAIN);
        for (int i = 0; i < sealed.length; i++) {
            var bad = sealed.clone();
            bad[i] ^= 1;
            assertThrows(IllegalStateException.class, () -> key.open("secret", "p", bad));
        }
        assertThrows(IllegalStateException.class, () -> key.open("secret", "p", new byte[0]));
    }

    @Test
    void sealing_twice_shows_nothing_and_a_pseudonym_is_stable() {
        var key = MasterKey.in(data);
        assertFalse(Arrays.equals(key.seal("secret", "p", PLAIN), key.seal("secret", "p", PLAIN)));
        assertEquals(key.pseudonym("caller", "u1"), key.pseudonym("caller", "u1"));
        assertNotEquals(key.pseudonym("caller", "u1"), key.pseudonym("caller", "u2"));
        assertNotEquals(
                key.pseudonym("caller", "u1"), MasterKey.in(data.resolve("x")).pseudonym("caller", "u1"));
    }
}
