package dev.polar.host.lifecycle;

import static dev.polar.host.lifecycle.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.adminapi.Check;
import dev.polar.host.catalog.HostLock;
import dev.polar.host.catalog.Packages;
import dev.polar.host.catalog.Rechecks;
import dev.polar.host.store.ContentStore;
import dev.polar.host.store.TestDatabase;
import dev.polar.spi.Code;
import dev.polar.spi.PluginId;
import dev.polar.trust.key.Digest;
import dev.polar.trust.lock.Lock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class RechecksTest {
    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    Path data;

    private TestHost host;

    @BeforeEach
    void startAHost() {
        host = TestHost.start(data, database.get());
        host.install(Pack.code("local.lib", "1.2.0", "look").asking("storage.read($DATA)"));
        host.install(Pack.skill("local.notes", "1.0.0").requiring("local.lib", "[1.0,2.0)"));
        host.enable("local.lib");
    }

    @AfterEach
    void stopTheHost() {
        host.close();
    }

    private List<Check> failed() {
        return rechecks().all().stream().filter(check -> !check.ok()).toList();
    }

    private Rechecks rechecks() {
        var packages = new Packages(data, new ContentStore(data, database.get()), database.get());
        return new Rechecks(host.catalog, host.trust, packages, InstantSource.system());
    }

    @Test
    void what_is_as_it_was_consented_to_passes() {
        assertEquals(List.of(), failed());
        assertEquals(3, rechecks().of(new PluginId("local.lib")).size());
        assertRefused(Code.NOT_FOUND, () -> rechecks().of(new PluginId("local.nobody")));
    }

    @Test
    void a_byte_changed_on_disk_fails() throws IOException {
        var entry = host.catalog.require(new PluginId("local.notes")).entries().get("skills/hello/SKILL.md");
        try (var files = Files.walk(data.resolve("content"))) {
            var file = files.filter(
                            path -> path.toString().contains(entry.hex().substring(2)) && Files.isRegularFile(path))
                    .findFirst()
                    .orElseThrow();
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            Files.writeString(file, "Say something else.");
        }
        assertFailed("local.notes 1.0.0", Code.DIGEST_MISMATCH);
    }

    @Test
    void a_row_that_nobody_consented_to_fails() {
        host.sql(
                "UPDATE catalog SET content = ? WHERE plugin = 'local.notes'",
                Digest.of(new byte[0]).toString());
        assertFailed("local.notes 1.0.0", Code.TRUST_TAMPERED);
        assertRefused(Code.TRUST_TAMPERED, () -> new HostLock(host.catalog, host.trust).read());
    }

    @Test
    void a_row_that_says_enabled_by_itself_fails() {
        host.sql("UPDATE catalog SET state = 'ENABLED' WHERE plugin = 'local.notes'");
        assertFailed("local.notes 1.0.0", Code.TRUST_TAMPERED);
    }

    @Test
    void what_was_revoked_fails() {
        host.run("revoke", "local.notes", "kind", "plugin", "mode", "hard", "reason", "test");
        assertFailed("local.notes 1.0.0 trust", Code.PLUGIN_REVOKED);
    }

    @Test
    void what_is_installed_makes_a_lock() {
        var lock = new HostLock(host.catalog, host.trust).read();
        assertEquals(lock, Lock.parse("polar.lock", lock.toBytes()));
        var lib = lock.find(new PluginId("local.lib")).orElseThrow();
        var notes = lock.find(new PluginId("local.notes")).orElseThrow();
        assertTrue(lib.enabled() && !notes.enabled());
        assertEquals(
                List.of("local.lib"),
                notes.requires().stream().map(PluginId::name).toList());
        assertEquals(host.catalog.require(lib.name()).content(), lib.content());
        assertEquals(Digest.of("storage.read($DATA)\n".getBytes(StandardCharsets.US_ASCII)), lib.permissions());
    }

    @Test
    void what_was_revoked_is_nothing_to_have_elsewhere() {
        host.run("revoke", "local.notes", "kind", "plugin", "mode", "hard", "reason", "test");
        assertEquals(1, new HostLock(host.catalog, host.trust).read().plugins().size());
    }

    private void assertFailed(String name, Code code) {
        assertTrue(
                failed().stream()
                        .anyMatch(check ->
                                check.name().equals(name) && check.found().startsWith(code + ":")),
                () -> failed().toString());
    }
}
