package dev.polar.host.lifecycle;

import static dev.polar.host.lifecycle.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.host.catalog.State;
import dev.polar.host.store.TestDatabase;
import dev.polar.spi.Code;
import dev.polar.spi.PluginId;
import dev.polar.trust.key.SigningKey;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class LifecycleTest {
    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    Path data;

    private TestHost host;

    @BeforeEach
    void startAHost() {
        host = TestHost.start(data, database.get());
    }

    @AfterEach
    void stopTheHost() {
        host.close();
    }

    @Test
    void a_package_is_installed_enabled_disabled_and_uninstalled() {
        host.install(Pack.code("local.notes", "1.0.0", "search"));
        assertEquals(Optional.of(State.DISABLED), host.state("local.notes"));
        assertEquals(Code.PLUGIN_DISABLED, host.out("local.notes").code());
        host.enable("local.notes");
        assertEquals(Optional.of(State.ENABLED), host.state("local.notes"));
        assertTrue(host.live("local.notes"));
        assertEquals(List.of("local.notes/search"), tools());
        assertEquals(1, host.snapshots.current().skills().size());
        var generation = host.echo.loaded.get("local.notes");
        host.run("disable", "local.notes");
        assertEquals(Optional.of(State.DISABLED), host.state("local.notes"));
        assertTrue(generation.closed);
        assertEquals(List.of(), tools());
        host.run("uninstall", "local.notes");
        assertEquals(Optional.empty(), host.state("local.notes"));
        assertEquals(Optional.empty(), host.snapshots.current().standing(new PluginId("local.notes")));
        for (var action : List.of("install", "enable", "disable", "uninstall")) {
            assertEquals(1, host.records("%\"action\":\"" + action + "\"%\"stage\":\"INTENT\"%"), action);
            assertEquals(1, host.records("%\"action\":\"" + action + "\"%\"stage\":\"OUTCOME\"%"), action);
        }
    }

    @Test
    void what_was_enabled_runs_again_after_a_restart() {
        host.install(Pack.skill("local.notes", "1.0.0"));
        host.install(Pack.skill("local.other", "1.0.0"));
        host.enable("local.notes");
        restart();
        assertTrue(host.live("local.notes"));
        assertEquals(Code.PLUGIN_DISABLED, host.out("local.other").code());
    }

    @Test
    void a_generation_holds_nothing_before_it_serves_and_nothing_after() {
        host.install(Pack.code("local.notes", "1.0.0", "search").asking("documents.read(notes;scope=user)"));
        host.enable("local.notes");
        var generation = host.echo.loaded.get("local.notes");
        assertThrows(UnsupportedOperationException.class, () -> generation.host.storage(), "it holds a grant");
        host.run("disable", "local.notes");
        assertRefused(Code.PLUGIN_DISABLED, () -> generation.host.storage());
    }

    @Test
    void a_plugin_that_does_not_start_stays_disabled() {
        host.install(Pack.code("local.broken", "1.0.0").with("broken", "yes"));
        assertRefused(Code.START_FAILED, () -> host.enable("local.broken"));
        assertEquals(Optional.of(State.DISABLED), host.state("local.broken"));
        assertEquals(1, host.records("%\"action\":\"enable\"%\"decision\":\"DENY\"%\"stage\":\"OUTCOME\"%"));
    }

    @Test
    void one_plugin_that_does_not_start_keeps_nobody_else_from_starting() {
        host.install(Pack.code("local.notes", "1.0.0"));
        host.install(Pack.code("local.other", "1.0.0"));
        host.enable("local.notes");
        host.enable("local.other");
        host.sql("UPDATE catalog SET entries = entries - 'plugin.json' WHERE plugin = 'local.notes'");
        restart();
        assertEquals(Optional.of(State.QUARANTINED), host.state("local.notes"));
        assertTrue(host.live("local.other"));
    }

    @Test
    void requirements_are_there_first_and_leave_last() {
        assertRefused(
                Code.REQUIREMENT_MISSING,
                () -> host.install(Pack.code("local.app", "1.0.0").requiring("local.lib", "[1.0,2.0)")));
        host.install(Pack.code("local.lib", "1.2.0"));
        assertRefused(
                Code.REQUIREMENT_MISSING,
                () -> host.install(Pack.code("local.app", "1.0.0").requiring("local.lib", "[1.3,2.0)")));
        host.install(Pack.code("local.app", "1.0.0").requiring("local.lib", "[1.0,2.0)"));
        assertRefused(Code.REQUIREMENT_MISSING, () -> host.enable("local.app"));
        host.enable("local.lib");
        host.enable("local.app");
        assertRefused(Code.STATE_CONFLICT, () -> host.run("disable", "local.lib"));
        restart();
        assertTrue(host.live("local.app"), "started after what it requires, whatever their names");
    }

    @Test
    void a_circle_of_requirements_is_refused() {
        host.install(Pack.code("local.one", "1.0.0"));
        host.install(Pack.code("local.two", "1.0.0").requiring("local.one", "[1.0,2.0)"));
        assertRefused(
                Code.REQUIREMENT_MISSING,
                () -> host.install(Pack.code("local.one", "1.1.0").requiring("local.two", "[1.0,2.0)")));
    }

    @Test
    void another_release_takes_the_place_of_one_that_does_not_run() {
        host.install(Pack.skill("local.notes", "1.0.0"));
        host.enable("local.notes");
        assertRefused(Code.STATE_CONFLICT, () -> host.install(Pack.skill("local.notes", "1.1.0")));
        host.run("disable", "local.notes");
        host.install(Pack.skill("local.notes", "1.1.0"));
        assertEquals("1.1.0", host.catalog.list().getFirst().release());
        assertRefused(Code.DOWNGRADE_REFUSED, () -> host.install(Pack.skill("local.notes", "1.0.0")));
        host.install(Pack.skill("local.notes", "1.0.0"), "downgrade", "1.1.0 lost notes");
        assertEquals("1.0.0", host.catalog.list().getFirst().release());
    }

    @Test
    void the_same_version_with_other_content_is_refused_also_after_uninstalling() {
        host.install(Pack.skill("local.notes", "1.0.0"));
        host.run("uninstall", "local.notes");
        assertRefused(
                Code.VERSION_REUSED,
                () -> host.install(Pack.skill("local.notes", "1.0.0").saying("Otherwise.")));
        host.install(Pack.skill("local.notes", "1.0.0"));
    }

    @Test
    void an_epoch_below_the_floor_is_refused_once_a_higher_one_was_enabled() {
        host.install(Pack.skill("local.notes", "2.0.0").epoch(7));
        host.run("uninstall", "local.notes");
        host.install(Pack.skill("local.notes", "1.0.0").epoch(6));
        host.run("uninstall", "local.notes");
        host.install(Pack.skill("local.notes", "2.0.0").epoch(7));
        host.enable("local.notes");
        host.run("disable", "local.notes");
        host.run("uninstall", "local.notes");
        assertRefused(
                Code.ROLLBACK_EPOCH,
                () -> host.install(Pack.skill("local.notes", "1.0.0").epoch(6)));
    }

    @Test
    void a_refused_package_leaves_a_record_and_nothing_else() {
        var before = host.catalog.list();
        assertRefused(
                Code.PUBLISHER_UNKNOWN,
                () -> host.install(Pack.skill("local.notes", "1.0.0").signed(SigningKey.generate())));
        assertRefused(Code.NAMESPACE_FORBIDDEN, () -> host.install(Pack.skill("acme.notes", "1.0.0")));
        assertRefused(Code.CONTAINER_MALFORMED, () -> host.install("no package".getBytes()));
        assertEquals(before, host.catalog.list());
        assertEquals(0, host.count("content"));
        assertEquals(3, host.records("%\"action\":\"install\"%\"decision\":\"DENY\"%"));
    }

    @Test
    void a_tool_counts_as_read_if_its_plugin_can_do_nothing_else_or_an_operator_says_so() {
        host.install(
                Pack.code("local.reader", "1.0.0", "look", "change:write").asking("documents.read(notes;scope=user)"));
        host.install(Pack.code("local.sender", "1.0.0", "look", "also").asking("net.connect(api.example:443)"));
        host.enable("local.reader");
        host.enable("local.sender", "effect", "al*=read");
        assertEquals(
                List.of(
                        "local.reader/change false",
                        "local.reader/look true",
                        "local.sender/also true",
                        "local.sender/look false"),
                host.snapshots.current().tools().stream()
                        .map(tool -> tool.target() + " " + tool.reads())
                        .toList());
        restart();
        assertTrue(host.snapshots.current().tools().stream()
                .anyMatch(tool -> tool.target().toString().equals("local.sender/also") && tool.reads()));
    }

    @Test
    void an_unknown_plugin_and_a_wrong_state_are_told_with_what_to_do() {
        assertRefused(Code.NOT_FOUND, () -> host.enable("local.nobody"));
        host.install(Pack.skill("local.notes", "1.0.0"));
        assertRefused(Code.STATE_CONFLICT, () -> host.run("disable", "local.notes"));
        assertRefused(Code.STATE_CONFLICT, () -> host.install(Pack.skill("local.notes", "1.0.0")));
        host.enable("local.notes");
        assertRefused(Code.STATE_CONFLICT, () -> host.enable("local.notes"));
        assertRefused(Code.STATE_CONFLICT, () -> host.run("uninstall", "local.notes"));
    }

    @Test
    void an_upload_waits_for_its_plan_by_its_digest() {
        assertRefused(Code.PLAN_UNKNOWN, () -> host.run("install", "", "upload", "sha256:" + "0".repeat(64)));
        assertRefused(Code.PLAN_UNKNOWN, () -> host.run("install", "", "upload", "../operator.pem"));
    }

    private List<String> tools() {
        return host.snapshots.current().tools().stream()
                .map(tool -> tool.target().toString())
                .toList();
    }

    private void restart() {
        host.close();
        host = TestHost.start(data, database.get());
    }
}
