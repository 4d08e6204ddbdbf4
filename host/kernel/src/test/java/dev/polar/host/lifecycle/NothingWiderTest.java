package dev.polar.host.lifecycle;

import static dev.polar.host.lifecycle.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.host.catalog.Role;
import dev.polar.host.gate.Outcome;
import dev.polar.host.snapshot.Offered;
import dev.polar.host.snapshot.Standing;
import dev.polar.host.store.TestDatabase;
import dev.polar.runtime.Target;
import dev.polar.spi.Code;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import dev.polar.trust.json.StrictJson;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** No change of release leaves anything live that nobody consented to, or that was taken back. */
class NothingWiderTest {
    private static final String NOTES = "local.notes";

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    Path data;

    private TestHost host;

    @BeforeEach
    void startAHost() {
        host = TestHost.start(data, database.get());
        running(Pack.code("local.lib", "1.0.0", "version"));
    }

    @AfterEach
    void stopTheHost() {
        host.close();
    }

    @Test
    void a_trial_is_out_with_a_plugin_that_only_it_requires() {
        running(release("1.0.0"));
        canary(release("1.1.0").requiring("local.lib", "[1.0,2.0)"));
        var tried = host.echo.loaded.get(NOTES);
        host.run("revoke", "local.lib", "kind", "plugin", "reason", "bad");
        assertTrue(host.live(NOTES), "the release that serves does without it");
        assertEquals(List.of(), live().beside());
        assertEquals(List.of(), host.catalog.beside());
        assertTrue(tried.closed);
    }

    @Test
    void a_trial_ends_when_what_it_stands_on_gives_way() {
        running(release("1.0.0"));
        canary(release("1.1.0").requiring("local.lib", "[1.0,2.0)"));
        var tried = host.echo.loaded.get(NOTES);
        update(Pack.code("local.lib", "1.1.0", "version"));
        assertEquals(List.of(), live().beside());
        assertTrue(tried.closed, "it would go on with code that no list is held against any more");
        assertTrue(host.catalog.find(new PluginId(NOTES), Role.CANARY).isEmpty());
    }

    @Test
    void what_has_given_way_is_cut_off_with_what_it_requires() throws Exception {
        running(release("1.0.0").offering("wait", "version").requiring("local.lib", "[1.0,2.0)"));
        var old = host.echo.loaded.get(NOTES);
        var call = CompletableFuture.supplyAsync(() -> host.call(NOTES + "/wait", "a"));
        assertTrue(host.echo.waiting.await(20, TimeUnit.SECONDS));
        update(release("1.1.0").offering("wait", "version"));
        assertThrows(UnsupportedOperationException.class, () -> old.host.storage(), "it finishes its call");
        host.run("revoke", "local.lib", "kind", "plugin", "reason", "bad");
        var outcome = (Outcome.Refused) call.get(20, TimeUnit.SECONDS);
        assertEquals(Code.PLUGIN_REVOKED, outcome.why().code());
        assertThrows(Refusal.class, () -> old.host.storage());
        assertTrue(old.closed);
        assertTrue(host.live(NOTES), "what took over does without it");
    }

    @Test
    void what_was_confirmed_for_a_trial_only_is_over_with_the_trial() {
        running(release("1.0.0").offering("put:write"));
        host.run(
                "canary",
                "",
                "upload",
                upload(release("1.1.0").offering("put:write")),
                "percent",
                "50",
                "effect",
                "put=read");
        var split = host.snapshots.current().split(new PluginId(NOTES)).orElseThrow();
        assertTrue(((Offered.Tool) split.targets().get(put())).reads());
        host.run("update", NOTES);
        var tool = (Offered.Tool) host.snapshots.current().find(put()).orElseThrow();
        assertEquals("1.1.0", tool.generation().id().version());
        assertFalse(tool.reads(), "the consent that lets it serve everybody does not say so");
        assertFalse(host.echo.loaded.get(NOTES).closed);
    }

    @Test
    void what_ran_out_is_wider_when_another_release_asks_for_it_again() {
        running(release("1.0.0").asking("exec.run(git)", "documents.read(notes;scope=user)"));
        var again = release("1.1.0").asking("exec.run(git)", "documents.read(notes;scope=user)");
        assertTrue(host.plan("update", "", "upload", upload(again)).plain());
        host.ahead.set(Duration.ofDays(91));
        var plan = host.plan("update", "", "upload", upload(again));
        assertFalse(plan.plain());
        var body = StrictJson.object(Base64.getDecoder().decode(plan.statement()), StrictJson.Limits.bytes(1 << 20))
                .getJsonObject("body");
        assertTrue(body.getJsonArray("delta").toString().contains("exec.run(git)"));
        assertFalse(body.getJsonArray("delta").toString().contains("documents.read"));
    }

    @Test
    void nothing_waits_any_more_after_going_back() {
        running(release("1.0.0"));
        update(release("1.1.0"));
        host.run("stage", "", "upload", upload(release("1.2.0").asking("documents.read(notes;scope=user)")));
        host.run("rollback", NOTES);
        assertRefused(Code.APPROVAL_UNKNOWN, () -> host.plan("update", "", "ticket", "upd-1"));
        assertTrue(
                host.trust.read().mandates().get(new PluginId(NOTES)).waiting().isEmpty());
    }

    private static Target put() {
        return Target.tool(new PluginId(NOTES), "put");
    }

    private static Pack release(String version) {
        return Pack.code(NOTES, version, "version");
    }

    private Standing.Live live() {
        return (Standing.Live)
                host.snapshots.current().standing(new PluginId(NOTES)).orElseThrow();
    }

    private void running(Pack pack) {
        host.install(pack);
        host.enable(pack.name());
    }

    private String upload(Pack pack) {
        return host.uploads.put(pack.signed(host.operator));
    }

    private void update(Pack pack) {
        host.run("update", "", "upload", upload(pack));
    }

    private void canary(Pack pack) {
        host.run("canary", "", "upload", upload(pack), "percent", "50");
    }
}
