package dev.polar.host.broker;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.spi.Code;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import dev.polar.spi.Storage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrokeredStorageTest {
    private static final PluginId PLUGIN = new PluginId("acme.files");
    private static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path machine;

    @Test
    void a_file_is_written_replaced_listed_and_deleted() throws Exception {
        var storage = storage();
        assertEquals(Optional.empty(), storage.read("notes/today.txt"));
        assertEquals(List.of(), storage.list(""));
        storage.write("notes/today.txt", "old".getBytes(StandardCharsets.UTF_8));
        storage.write("notes/today.txt", HELLO);
        storage.write("b", new byte[0]);
        storage.write("notes/deep/er.bin", HELLO);
        assertArrayEquals(HELLO, storage.read("notes/today.txt").orElseThrow());
        assertEquals(List.of("b", "notes/deep/er.bin", "notes/today.txt"), storage.list(""));
        assertEquals(List.of("notes/deep/er.bin", "notes/today.txt"), storage.list("notes"));
        assertTrue(storage.delete("notes/today.txt"));
        assertFalse(storage.delete("notes/today.txt"));
        assertFalse(storage.delete("notes"));
        assertEquals(List.of("b", "notes/deep/er.bin"), storage.list(""));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(data("b"))));
    }

    @Test
    void a_directory_and_what_lies_below_a_file_are_no_files() {
        var storage = storage();
        storage.write("a/b", HELLO);
        assertEquals(Optional.empty(), storage.read("a"));
        assertEquals(Optional.empty(), storage.read("a/b/c"));
        assertEquals(List.of(), storage.list("a/b"));
        assertEquals(List.of(), storage.list("nowhere"));
        assertFalse(storage.delete("a/b/c"));
        Refused.with(Code.STORAGE_FAILED, () -> storage.write("a", HELLO));
        Refused.with(Code.STORAGE_FAILED, () -> storage.write("a/b/c", HELLO));
        assertEquals(List.of("a/b"), storage.list(""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "..",
                "../secret",
                "a/../../secret",
                "a/./b",
                ".",
                "/etc/passwd",
                "a//b",
                "a/",
                "a\\b",
                "a\0b",
                "a b",
                "~/x",
                "ä",
                "/proc/self/root/etc/passwd",
                "file:///etc/passwd"
            })
    void a_name_that_leads_elsewhere_is_refused(String path) {
        refusesEverything(path);
        Refused.with(Code.PERMISSION_DENIED, () -> storage().list(path));
    }

    @Test
    void a_long_name_is_refused() {
        refusesEverything("a/".repeat(120) + "b");
    }

    @Test
    void a_link_is_not_followed() throws IOException {
        var outside = Files.writeString(
                Files.createDirectory(machine.resolve("outside")).resolve("secret"), "key");
        storage().write("real/file", HELLO);
        Files.createSymbolicLink(data("file"), outside);
        Files.createSymbolicLink(data("directory"), outside.getParent());
        Files.createSymbolicLink(data("inner"), data("real"));
        Files.createSymbolicLink(data("dangling"), machine.resolve("nowhere"));
        for (var path : List.of("file", "directory/secret", "directory/new", "inner/file", "dangling", "dangling/x")) {
            refusesEverything(path);
        }
        for (var path : List.of("directory", "inner")) {
            Refused.with(Code.PERMISSION_DENIED, () -> storage().list(path));
        }
        assertEquals(List.of("real/file"), storage().list(""));
        assertEquals("key", Files.readString(outside));
        assertEquals(List.of(outside), files(outside.getParent()));
        assertFalse(Files.exists(machine.resolve("nowhere")));
    }

    @Test
    void a_directory_swapped_for_a_link_after_it_was_opened_changes_nothing() throws IOException {
        var outside = Files.createDirectory(machine.resolve("outside"));
        storage().write("dir/file", HELLO);
        try (var held = DataDirectory.open(machine.resolve("data"), DataPath.of("dir/file"))) {
            Files.move(data("dir"), data("moved"));
            Files.createSymbolicLink(data("dir"), outside);
            assertTrue(held.file(Path.of("file")));
            held.stream().deleteFile(Path.of("file"));
        }
        assertFalse(Files.exists(data("moved").resolve("file")));
        refusesEverything("dir/file");
        assertEquals(List.of(), files(outside));
    }

    @Test
    void what_is_no_regular_file_is_not_opened() throws Exception {
        storage().write("a", HELLO);
        var made = new ProcessBuilder("mkfifo", data("pipe").toString()).start();
        assertEquals(0, made.waitFor());
        assertEquals(Optional.empty(), storage().read("pipe"));
        assertFalse(storage().delete("pipe"));
        assertEquals(List.of("a"), storage().list(""));
    }

    @Test
    void ten_mebibytes_are_kept_and_more_is_not() throws IOException {
        var storage = storage();
        storage.write("most", new byte[10 << 20]);
        assertEquals(10 << 20, storage.read("most").orElseThrow().length);
        Refused.with(Code.STORAGE_FAILED, () -> storage.write("more", new byte[(10 << 20) + 1]));
        Files.write(data("grown"), new byte[(10 << 20) + 1]);
        Refused.with(Code.STORAGE_FAILED, () -> storage.read("grown"));
    }

    @Test
    void what_a_crash_left_unfinished_is_not_listed() throws IOException {
        storage().write("a", HELLO);
        Files.write(data(".next-b0e7"), HELLO);
        assertEquals(List.of("a"), storage().list(""));
    }

    @Test
    void reading_and_writing_are_different_permissions() {
        storage().write("a", HELLO);
        var reader = storage(new LiveGrant("storage.read($DATA)"));
        assertTrue(reader.read("a").isPresent());
        Refused.with(Code.PERMISSION_DENIED, () -> reader.write("a", HELLO));
        Refused.with(Code.PERMISSION_DENIED, () -> reader.delete("a"));
        var writer = storage(new LiveGrant("storage.write($DATA)"));
        Refused.with(Code.PERMISSION_DENIED, () -> writer.read("a"));
        Refused.with(Code.PERMISSION_DENIED, () -> writer.list(""));
        assertTrue(writer.delete("a"));
    }

    @Test
    void a_handle_kept_from_before_stops_at_its_next_use() {
        var live = new LiveGrant("storage.read($DATA)", "storage.write($DATA)");
        var storage = storage(live);
        storage.write("a", HELLO);
        live.end(new Refusal(Code.PLUGIN_REVOKED, "revoked", ""));
        Refused.with(Code.PLUGIN_REVOKED, () -> storage.read("a"));
        Refused.with(Code.PLUGIN_REVOKED, () -> storage.write("a", HELLO));
        Refused.with(Code.PLUGIN_REVOKED, () -> storage.list(""));
        Refused.with(Code.PLUGIN_REVOKED, () -> storage.delete("a"));
    }

    private void refusesEverything(String path) {
        var storage = storage();
        Refused.with(Code.PERMISSION_DENIED, () -> storage.read(path));
        Refused.with(Code.PERMISSION_DENIED, () -> storage.write(path, HELLO));
        Refused.with(Code.PERMISSION_DENIED, () -> storage.delete(path));
    }

    private Storage storage() {
        return storage(new LiveGrant("storage.read($DATA)", "storage.write($DATA)"));
    }

    private Storage storage(LiveGrant live) {
        return new BrokeredStorage(machine.resolve("data"), new Rights(PLUGIN, live));
    }

    private Path data(String path) {
        return machine.resolve("data").resolve(path);
    }

    private static List<Path> files(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.toList();
        }
    }
}
