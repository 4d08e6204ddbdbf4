package dev.polar.trust.key;

import static dev.polar.trust.key.KeysTest.NOT_ASKED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.trust.Foreign;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Key files are a contract: what we write OpenSSL reads, and the other way round. */
class OpensslTest {
    private static final byte[] MESSAGE = {1, 2, 3};

    @TempDir
    Path folder;

    @BeforeEach
    void message() throws Exception {
        Files.write(folder.resolve("message"), MESSAGE);
    }

    private void openssl(Object... arguments) throws Exception {
        var command = new Object[arguments.length + 1];
        command[0] = "openssl";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        var answer = Foreign.run(folder, command);
        assertTrue(answer.ok(), answer::output);
    }

    @Test
    void openssl_reads_our_keys_and_its_signature_verifies_here() throws Exception {
        var key = SigningKey.generate();
        new KeyFile(folder.resolve("ours.pem")).writePrivate(key.toPlainPem());
        openssl("pkey", "-in", "ours.pem", "-pubout", "-out", "ours.pub.pem");
        assertEquals(key.publicKey().toPem(), Files.readString(folder.resolve("ours.pub.pem")));
        openssl("pkeyutl", "-sign", "-rawin", "-inkey", "ours.pem", "-in", "message", "-out", "signature");
        assertTrue(key.publicKey().verify(MESSAGE, Files.readAllBytes(folder.resolve("signature"))));
    }

    @Test
    void openssl_reads_our_encrypted_keys() throws Exception {
        var key = SigningKey.generate();
        new KeyFile(folder.resolve("ours.pem")).writePrivate(key.toPem("pass ü".toCharArray()));
        openssl("pkey", "-in", "ours.pem", "-passin", "pass:pass ü", "-out", "plain.pem");
        assertEquals(key.toPlainPem(), Files.readString(folder.resolve("plain.pem")));
    }

    @Test
    void we_read_its_keys_and_it_verifies_our_signature() throws Exception {
        openssl("genpkey", "-algorithm", "ed25519", "-out", "its.pem");
        openssl("pkey", "-in", "its.pem", "-pubout", "-out", "its.pub.pem");
        var key = new KeyFile(folder.resolve("its.pem")).signingKey(NOT_ASKED);
        assertEquals(new KeyFile(folder.resolve("its.pub.pem")).publicKey(), key.publicKey());
        Files.write(folder.resolve("signature"), key.sign(MESSAGE));
        openssl(
                "pkeyutl",
                "-verify",
                "-rawin",
                "-pubin",
                "-inkey",
                "its.pub.pem",
                "-in",
                "message",
                "-sigfile",
                "signature");
    }

    @Test
    void we_read_its_encrypted_keys() throws Exception {
        openssl("genpkey", "-algorithm", "ed25519", "-aes256", "-pass", "pass:pass ü", "-out", "its.pem");
        openssl("pkey", "-in", "its.pem", "-passin", "pass:pass ü", "-pubout", "-out", "its.pub.pem");
        var key = new KeyFile(folder.resolve("its.pem")).signingKey("pass ü"::toCharArray);
        assertEquals(new KeyFile(folder.resolve("its.pub.pem")).publicKey(), key.publicKey());
    }
}
