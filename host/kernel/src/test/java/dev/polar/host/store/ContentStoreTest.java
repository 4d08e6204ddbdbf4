package dev.polar.host.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.key.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class ContentStoreTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    @TempDir
    Path data;

    @Test
    void what_is_put_is_got_back_from_a_file_nobody_can_write() throws IOException {
        var store = new ContentStore(data, DATABASE.get());
        var digest = store.put(bytes("one"));
        assertArrayEquals(bytes("one"), store.get(digest));
        assertEquals(digest, store.put(bytes("one")));
        var file = file(digest);
        assertEquals("r--r--r--", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())));
        assertEquals(
                "rwx------",
                PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(file.getParent().getParent())));
        try (var files = Files.list(file.getParent())) {
            assertEquals(1, files.count());
        }
    }

    @Test
    void a_changed_file_is_refused_and_putting_the_bytes_again_mends_it() throws IOException {
        var store = new ContentStore(data, DATABASE.get());
        var digest = store.put(bytes("two"));
        Files.delete(file(digest));
        Files.write(file(digest), bytes("tw0"));
        assertEquals(
                Code.DIGEST_MISMATCH,
                assertThrows(Refusal.class, () -> store.get(digest)).code());
        store.put(bytes("two"));
        assertArrayEquals(bytes("two"), store.get(digest));
    }

    @Test
    void another_node_fetches_from_the_database_and_keeps_a_copy() {
        var digest = Digest.of(bytes("three"));
        var here = new ContentStore(data.resolve("here"), DATABASE.get());
        DATABASE.get().write(transaction -> {
            here.record(transaction, bytes("three"));
            here.record(transaction, bytes("three"));
            return null;
        });
        var there = new ContentStore(data.resolve("there"), DATABASE.get());
        assertArrayEquals(bytes("three"), there.get(digest));
        DATABASE.get().write(transaction -> transaction.handle().execute("DELETE FROM content"));
        assertArrayEquals(bytes("three"), there.get(digest));
        assertEquals(
                Code.NOT_FOUND,
                assertThrows(Refusal.class, () -> here.get(digest)).code());
    }

    @Test
    void a_changed_row_is_refused_and_not_kept() {
        var digest = Digest.of(bytes("four"));
        DATABASE.get().write(transaction -> {
            ContentTable.insert(transaction.handle(), digest, bytes("f0ur"));
            return null;
        });
        var store = new ContentStore(data, DATABASE.get());
        assertEquals(
                Code.DIGEST_MISMATCH,
                assertThrows(Refusal.class, () -> store.get(digest)).code());
        assertTrue(Files.notExists(file(digest)));
    }

    private Path file(Digest digest) {
        return data.resolve("content").resolve(digest.hex().substring(0, 2)).resolve(digest.hex());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
