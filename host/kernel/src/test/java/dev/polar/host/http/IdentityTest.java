package dev.polar.host.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.host.SelfSigned;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who the host is to operators from afar. */
class IdentityTest {
    @TempDir
    Path home;

    @ParameterizedTest
    @ValueSource(strings = {"EC", "RSA", "Ed25519"})
    void a_certificate_and_its_key_are_read_from_pem(String algorithm) throws Exception {
        var made = SelfSigned.in(home, algorithm);
        var identity = Identity.of(made.certificateFile(), made.keyFile());
        assertEquals(made.certificate(), identity.chain().getFirst());
        var now = Instant.now();
        assertTrue(identity.check("agents", "https://127.0.0.1:1", now).ok());
        assertFalse(identity.check("agents", "https://127.0.0.1:1", now.plus(Duration.ofDays(4_000)))
                .ok());
    }

    @Test
    void what_does_not_fit_is_refused() throws Exception {
        var made = SelfSigned.in(home.resolve("one"), "EC");
        var other = SelfSigned.in(home.resolve("other"), "EC");
        assertRefused("is not the key to", made.certificateFile(), other.keyFile());
        assertRefused("holds no private key", made.certificateFile(), made.certificateFile());
        assertRefused("cannot be read", home.resolve("none"), made.keyFile());
        assertRefused("holds no certificate", Files.createFile(home.resolve("empty")), made.keyFile());
        Files.setPosixFilePermissions(made.keyFile(), PosixFilePermissions.fromString("rw-r--r--"));
        assertRefused("everybody can read", made.certificateFile(), made.keyFile());
    }

    private static void assertRefused(String why, Path certificate, Path key) {
        var refusal = assertThrows(Refusal.class, () -> Identity.of(certificate, key));
        assertEquals(Code.SETTING_INVALID, refusal.code());
        assertTrue(refusal.getMessage().contains(why), refusal.getMessage());
    }
}
