package dev.polar.host.lifecycle;

import static dev.polar.host.lifecycle.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.adminapi.TextChange;
import dev.polar.host.admin.ReleaseViews;
import dev.polar.host.catalog.Packages;
import dev.polar.host.store.ContentStore;
import dev.polar.host.store.TestDatabase;
import dev.polar.spi.Code;
import dev.polar.spi.PluginId;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What an operator is shown of the releases beside the one that serves. */
class ReleaseViewsTest {
    private static final PluginId NOTES = new PluginId("local.notes");

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    Path data;

    private TestHost host;
    private ReleaseViews views;

    @BeforeEach
    void a_plugin_serves() {
        host = TestHost.start(data, database.get());
        var packages = new Packages(data, new ContentStore(data, host.database), host.database);
        views = new ReleaseViews(host.catalog, host.trust, packages, host.lifecycle.drifts(), InstantSource.system());
        host.install(Pack.code("local.notes", "1.0.0", "search", "old"));
        host.enable("local.notes");
    }

    @AfterEach
    void stopTheHost() {
        host.close();
    }

    private void stage(Pack pack) {
        host.run("stage", "", "upload", host.uploads.put(pack.signed(host.operator)));
    }

    private static Pack wider() {
        return Pack.code("local.notes", "1.1.0", "search", "purge:irreversible")
                .asking("net.connect(a.example:443)")
                .saying("Say good bye.");
    }

    @Test
    void what_waits_is_listed_with_what_is_wider_and_the_next_command() {
        assertEquals(List.of(), views.waiting());
        assertEquals(Optional.empty(), views.next(NOTES, host.trust.read()));
        stage(wider());
        host.trust.read();
        var row = views.waiting().getFirst();
        assertEquals("upd-1", row.id());
        assertEquals("local.notes 1.0.0 -> 1.1.0", row.what());
        assertEquals("local, staged by alice", row.who());
        assertEquals(
                "+ net.connect(a.example:443), + tool purge (irreversible), ~ skill hello: SKILL.md changed",
                row.arguments());
        assertEquals("wider", row.risk());
        assertEquals("staged", row.state());
        assertEquals(Optional.of("polar approve upd-1"), views.next(NOTES, host.trust.read()));
        host.run("unstage", "upd-1", "reason", "no");
        host.trust.read();
        assertEquals(List.of(), views.waiting());
    }

    @Test
    void a_staged_release_is_shown_line_by_line() {
        stage(wider());
        var diff = views.diff("local.notes", "1.1.0");
        assertEquals("1.0.0", diff.from());
        assertEquals(
                List.of(
                        "+ net.connect(a.example:443)      WIDER   for a test",
                        "+ tool purge (irreversible)       WIDER",
                        "- tool old",
                        "~ skill hello: SKILL.md changed   WIDER"),
                diff.delta());
        assertEquals(
                List.of("skills/hello/SKILL.md", "tool old", "tool purge"),
                diff.texts().stream().map(TextChange::what).toList());
        var skill = diff.texts().getFirst().lines();
        assertTrue(skill.containsAll(List.of("-Say hello.", "+Say good bye.")), skill.toString());
    }

    @Test
    void a_release_that_is_not_kept_is_not_found_and_the_kept_ones_are_named() {
        assertRefused(Code.NOT_FOUND, () -> views.diff("local.notes", "2.0.0"));
        assertRefused(Code.NOT_FOUND, () -> views.diff("local.other", "1.0.0"));
        stage(wider());
        var refusal = assertRefused(Code.NOT_FOUND, () -> views.diff("local.notes", "2.0.0"));
        assertEquals("kept are 1.1.0", refusal.hint());
    }

    @Test
    void a_release_on_trial_is_promoted_next() {
        var with = new String[] {"upload", host.uploads.put(wider().signed(host.operator)), "percent", "10"};
        host.run("canary", "", with);
        assertEquals(Optional.of("polar update local.notes --promote"), views.next(NOTES, host.trust.read()));
        assertEquals(Optional.of("1.1.0 on 10 %"), views.onTrial(NOTES, host.trust.read()));
    }

    @Test
    void a_withdrawn_release_is_neither_promoted_next_nor_on_trial() {
        var upload = host.uploads.put(Pack.code("local.notes", "1.1.0", "search")
                .with("failing", "yes")
                .signed(host.operator));
        host.run("canary", "", "upload", upload, "percent", "50");
        host.callUntilWithdrawn("local.notes");
        assertEquals(Optional.empty(), views.next(NOTES, host.trust.read()));
        assertEquals(Optional.empty(), views.onTrial(NOTES, host.trust.read()));
        var refused = assertRefused(Code.STATE_CONFLICT, () -> host.plan("update", "local.notes"));
        assertTrue(
                refused.getMessage().startsWith("nothing is on trial: local.notes 1.1.0 was withdrawn: "),
                refused.getMessage());
    }
}
