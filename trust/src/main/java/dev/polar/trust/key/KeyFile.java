package dev.polar.trust.key;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/** A PEM file on disk. A new one appears whole or not at all, and never in place of another. */
public record KeyFile(Path path) {
    private static final int MOST_BYTES = 64 * 1024;

    /** Writes PEM that only the owner may read (mode 0600), whether encrypted or not. */
    public void writePrivate(String pem) {
        write(pem, "rw-------");
    }

    /** Writes SubjectPublicKeyInfo PEM that everybody may read. */
    public void writePublic(PublicKey key) {
        write(key.toPem(), "rw-r--r--");
    }

    /**
     * The private key in the file.
     *
     * @param passphrase asked only if the key is encrypted
     * @throws Refusal {@code KEY_INVALID}
     */
    public SigningKey signingKey(Supplier<char[]> passphrase) {
        return naming(() -> SigningKey.ofPem(text(), passphrase));
    }

    /**
     * The public key in the file, fit to be enrolled.
     *
     * @throws Refusal {@code KEY_INVALID}
     */
    public PublicKey publicKey() {
        return naming(() -> PublicKey.ofPem(text()));
    }

    private String text() {
        try (var in = Files.newInputStream(path)) {
            return new String(in.readNBytes(MOST_BYTES), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new Refusal(
                    Code.KEY_INVALID, "the key file cannot be read: " + e.getMessage(), "name a PEM file you may read");
        }
    }

    private <K> K naming(Supplier<K> read) {
        try {
            return read.get();
        } catch (Refusal refusal) {
            throw new Refusal(refusal.code(), path + ": " + refusal.getMessage(), refusal.hint(), refusal.details())
                    .with("path", path.toString());
        }
    }

    private void write(String pem, String mode) {
        var directory = path.toAbsolutePath().getParent();
        var whole = directory.resolve("." + path.getFileName() + "." + UUID.randomUUID());
        try {
            Files.createDirectories(directory);
            var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            var permissions = PosixFilePermissions.fromString(mode);
            try (var file = FileChannel.open(whole, options, PosixFilePermissions.asFileAttribute(permissions))) {
                var bytes = ByteBuffer.wrap(pem.getBytes(StandardCharsets.US_ASCII));
                while (bytes.hasRemaining()) {
                    file.write(bytes);
                }
                file.force(true);
            }
            // A link, unlike a rename, fails if the name is taken: no key is ever lost to another.
            Files.createLink(path, whole);
        } catch (FileAlreadyExistsException e) {
            throw new Refusal(
                            Code.KEY_INVALID,
                            "the file exists and a key is never overwritten",
                            "choose another file name")
                    .with("path", path.toString());
        } catch (IOException e) {
            throw new Refusal(
                            Code.KEY_INVALID,
                            "the key file cannot be written: " + e,
                            "choose a directory you may write to")
                    .with("path", path.toString());
        } finally {
            removeQuietly(whole);
        }
    }

    private static void removeQuietly(Path whole) {
        try {
            Files.deleteIfExists(whole);
        } catch (IOException e) {
            // what remains is an owner-only second name of the same file
        }
    }
}
