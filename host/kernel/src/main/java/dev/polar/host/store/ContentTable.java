package dev.polar.host.store;

import dev.polar.trust.key.Digest;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The rows of the content store. */
final class ContentTable {
    private ContentTable() {}

    static void insert(Handle handle, Digest digest, byte[] bytes) {
        handle.createUpdate("INSERT INTO content (digest, bytes) VALUES (:digest, :bytes) ON CONFLICT DO NOTHING")
                .bind("digest", digest.bytes())
                .bind("bytes", bytes)
                .execute();
    }

    static Optional<byte[]> find(Handle handle, Digest digest) {
        return handle.createQuery("SELECT bytes FROM content WHERE digest = :digest")
                .bind("digest", digest.bytes())
                .mapTo(byte[].class)
                .findOne();
    }
}
