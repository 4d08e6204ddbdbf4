package dev.polar.host.lifecycle;

import static dev.polar.host.lifecycle.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.host.catalog.Row;
import dev.polar.host.catalog.State;
import dev.polar.host.store.TestDatabase;
import dev.polar.spi.Code;
import dev.polar.spi.PluginId;
import dev.polar.trust.key.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Attacks 56, 58 and 60: whoever can write the disk or the database gets nothing run, and hurts nobody else. */
class TamperTest {
    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    Path data;

    private TestHost host;

    @BeforeEach
    void startAHostWithTwoPlugins() {
        host = TestHost.start(data, database.get());
        host.install(Pack.code("local.notes", "1.0.0").with("disk", "yes"));
        host.enable("local.notes");
        host.install(Pack.code("local.other", "1.0.0"));
        host.enable("local.other");
    }

    @AfterEach
    void stopTheHost() {
        host.close();
    }

    @Test
    void a_flipped_byte_in_the_content_store_quarantines_that_plugin_alone() throws IOException {
        flip(content("plugin.json"));
        restart();
        assertQuarantined(Code.DIGEST_MISMATCH);
        assertRefused(Code.DIGEST_MISMATCH, () -> host.enable("local.notes"));
        host.install(Pack.code("local.notes", "1.0.0").with("disk", "yes"));
        host.enable("local.notes");
        assertTrue(host.live("local.notes"), "installing it again mends it");
    }

    @ParameterizedTest
    @CsvSource({"plugin.json", "skills/hello/SKILL.md", "disk"})
    void a_flipped_byte_in_the_directory_that_processes_see_quarantines_too(String entry) throws IOException {
        flip(data.resolve("packages").resolve(row().content().hex()).resolve(entry));
        restart();
        assertQuarantined(Code.DIGEST_MISMATCH);
        host.enable("local.notes");
        assertTrue(host.live("local.notes"), "the directory is made anew");
    }

    @Test
    void a_file_added_to_that_directory_is_noticed() throws IOException {
        var tree = data.resolve("packages").resolve(row().content().hex());
        Files.writeString(tree.resolve("skills").resolve("more.txt"), "more");
        restart();
        assertQuarantined(Code.DIGEST_MISMATCH);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '^',
            value = {
                "UPDATE catalog SET content = 'sha256:' || repeat('0', 64) WHERE plugin = 'local.notes' ^ TRUST_TAMPERED",
                "UPDATE catalog SET entries = (SELECT entries FROM catalog WHERE plugin = 'local.other')"
                        + " WHERE plugin = 'local.notes' ^ DIGEST_MISMATCH",
                "UPDATE catalog SET entries = entries - 'disk' WHERE plugin = 'local.notes' ^ ENTRY_MISSING",
                "UPDATE catalog SET entries = entries || jsonb_build_object('more', entries -> 'disk')"
                        + " WHERE plugin = 'local.notes' ^ ENTRY_UNLISTED",
            })
    void an_edited_row_gets_nothing_run(String edit, Code code) {
        host.sql(edit);
        restart();
        assertQuarantined(code);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE FROM consent WHERE object = 'plugin:local.notes' AND version = 1",
                "DELETE FROM consent WHERE object = 'plugin:local.notes' AND version = 2",
                "UPDATE consent SET envelope = replace(envelope, 'sig\":\"', 'sig\":\"AAAA') WHERE object = 'plugin:local.notes'",
            })
    void a_consent_that_is_gone_holds_the_host_and_costs_its_plugin_alone_once_an_operator_goes_on(String edit) {
        host.sql(edit);
        restart();
        assertTrue(host.memory.isHeld());
        host.run("trust.accept-rollback", "");
        assertQuarantined(Code.TRUST_TAMPERED);
    }

    @Test
    void a_state_that_no_operator_consented_to_enables_nothing() {
        host.run("disable", "local.notes");
        host.sql("UPDATE catalog SET state = 'ENABLED'");
        restart();
        assertQuarantined(Code.TRUST_TAMPERED);
    }

    @Test
    void a_row_made_up_in_the_database_is_not_a_plugin() {
        host.sql("INSERT INTO catalog SELECT 'local.ghost', release, epoch, content, file, entries, requires, 'ENABLED'"
                + " FROM catalog WHERE plugin = 'local.other'");
        restart();
        assertEquals(Optional.of(State.QUARANTINED), host.state("local.ghost"));
        assertFalse(host.live("local.ghost"));
        host.run("uninstall", "local.ghost");
        assertEquals(Optional.empty(), host.state("local.ghost"));
    }

    @Test
    void a_row_that_cannot_be_read_is_a_problem_and_keeps_nobody_from_starting() {
        host.sql("UPDATE catalog SET content = 'nonsense' WHERE plugin = 'local.notes'");
        restart();
        assertFalse(host.live("local.notes"));
        assertTrue(host.live("local.other"));
        assertEquals(Code.TRUST_TAMPERED, host.lifecycle.problems().getFirst().code());
        host.install(Pack.code("local.notes", "1.0.0").with("disk", "yes"));
        assertEquals(List.of(), host.lifecycle.problems());
    }

    @Test
    void a_consent_to_one_content_installs_no_other() {
        var first = Pack.code("local.third", "1.0.0").saying("Harmless.").signed(host.operator);
        var consent = host.signed(host.plan("install", "", "upload", host.uploads.put(first)));
        host.commit(consent);
        host.run("uninstall", "local.third");
        host.uploads.put(first);
        assertRefused(Code.PLAN_CHANGED, () -> host.commit(consent));
        assertEquals(Optional.empty(), host.state("local.third"));
    }

    @Test
    void a_file_swapped_between_plan_and_consent_is_not_installed() throws IOException {
        var file = Pack.code("local.third", "1.0.0").signed(host.operator);
        var consent = host.signed(host.plan("install", "", "upload", host.uploads.put(file)));
        var swapped = Pack.code("local.third", "1.0.0").saying("Otherwise.").signed(host.operator);
        Files.write(data.resolve("uploads").resolve(Digest.of(file).hex()), swapped);
        assertRefused(Code.PLAN_UNKNOWN, () -> host.commit(consent));
        assertEquals(Optional.empty(), host.state("local.third"));
    }

    @Test
    void bytes_swapped_between_verifying_and_loading_are_not_loaded() throws IOException {
        host.run("disable", "local.notes");
        flip(content("disk"));
        assertRefused(Code.DIGEST_MISMATCH, () -> host.enable("local.notes"));
        assertEquals(Optional.of(State.DISABLED), host.state("local.notes"));
    }

    private Row row() {
        return host.catalog.require(new PluginId("local.notes"));
    }

    private Path content(String entry) {
        var hex = row().entries().get(entry).hex();
        return data.resolve("content").resolve(hex.substring(0, 2)).resolve(hex);
    }

    private static void flip(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        var bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
    }

    private void assertQuarantined(Code cause) {
        assertEquals(Optional.of(State.QUARANTINED), host.state("local.notes"));
        var out = host.out("local.notes");
        assertEquals(Code.PLUGIN_QUARANTINED, out.code());
        assertEquals(cause.name(), out.details().get("cause"), out::getMessage);
        assertTrue(host.live("local.other"), "the neighbour runs");
        assertTrue(host.records("%\"action\":\"quarantine\"%" + cause + "%") > 0, "it is recorded");
    }

    private void restart() {
        host.close();
        host = TestHost.start(data, database.get());
    }
}
