package dev.polar.host.store;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.key.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Package entries under their SHA-256, {@code <data>/content/ab/abcd...}: whole or not there, never changed. The same
 * bytes are a row in the database, so that another node can fetch them. Reading proves the bytes anew, so whoever
 * changes a file on disk changes nothing but whether it can be read.
 */
public final class ContentStore {
    private final Path directory;
    private final Database database;

    public ContentStore(Path dataDir, Database database) {
        this.directory = dataDir.resolve("content");
        this.database = database;
    }

    /** Keeps the bytes on disk; call {@link #record} in the transaction that names their digest. */
    public Digest put(byte[] bytes) {
        var digest = Digest.of(bytes);
        try {
            var file = file(digest);
            if (!isWhole(file, digest)) {
                OwnerOnly.directory(directory);
                OwnerOnly.directory(file.getParent());
                OwnerOnly.write(file, bytes, "r--r--r--");
            }
            return digest;
        } catch (IOException e) {
            throw new UncheckedIOException("content " + digest + " could not be kept", e);
        }
    }

    /** Keeps the bytes in the database, with whatever else this transaction does. */
    public void record(Transaction transaction, byte[] bytes) {
        ContentTable.insert(transaction.handle(), Digest.of(bytes), bytes);
    }

    /**
     * The bytes with that digest, from disk or, where this node never had them, from the database.
     *
     * @throws Refusal {@code DIGEST_MISMATCH} if what is stored has another digest, {@code NOT_FOUND} if nothing is
     */
    public byte[] get(Digest digest) {
        return fromDisk(digest)
                .or(() -> fromDatabase(digest))
                .orElseThrow(() -> new Refusal(
                        Code.NOT_FOUND,
                        "no content " + digest,
                        "install the plugin again from its package",
                        Map.of("digest", digest.toString())));
    }

    private Optional<byte[]> fromDisk(Digest digest) {
        try {
            return Optional.of(checked(digest, Files.readAllBytes(file(digest)), "in the content store"));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("content " + digest + " could not be read", e);
        }
    }

    private Optional<byte[]> fromDatabase(Digest digest) {
        var found = database.read(transaction -> ContentTable.find(transaction.handle(), digest));
        found.ifPresent(bytes -> {
            checked(digest, bytes, "in the database");
            put(bytes);
        });
        return found;
    }

    private static byte[] checked(Digest digest, byte[] bytes, String where) {
        if (!Digest.of(bytes).equals(digest)) {
            throw new Refusal(
                    Code.DIGEST_MISMATCH,
                    "content " + digest + " was changed " + where,
                    "install the plugin again from its package",
                    Map.of("digest", digest.toString()));
        }
        return bytes;
    }

    private static boolean isWhole(Path file, Digest digest) throws IOException {
        return Files.exists(file) && Digest.of(Files.readAllBytes(file)).equals(digest);
    }

    private Path file(Digest digest) {
        return directory.resolve(digest.hex().substring(0, 2)).resolve(digest.hex());
    }
}
