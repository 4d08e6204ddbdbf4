package dev.polar.host.lifecycle;

import static dev.polar.host.lifecycle.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.adminapi.Plan;
import dev.polar.host.catalog.Role;
import dev.polar.host.catalog.State;
import dev.polar.host.snapshot.Standing;
import dev.polar.host.store.TestDatabase;
import dev.polar.spi.Code;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.SigningKey;
import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Another release in a running plugin's place. */
class UpdateTest {
    private static final String NOTES = "local.notes";

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
    void a_new_release_takes_over_and_the_old_one_is_closed() {
        running(release("1.0.0"));
        var old = host.echo.loaded.get(NOTES);
        assertEquals("1.0.0", host.says("local.notes/version", "a"));
        update(release("1.1.0"));
        assertEquals("1.1.0", host.says("local.notes/version", "a"));
        host.lifecycle.drained();
        assertTrue(old.closed);
        assertEquals("1.1.0", row(Role.SERVING));
        assertEquals("1.0.0", row(Role.PREVIOUS));
        assertEquals(Optional.of(State.ENABLED), host.state(NOTES));
        assertEquals(1, host.records("%\"action\":\"update\"%\"stage\":\"OUTCOME\"%"));
        restart();
        assertEquals("1.1.0", host.says("local.notes/version", "a"));
    }

    @Test
    void a_release_that_does_not_start_changes_nothing() {
        running(release("1.0.0"));
        var old = host.echo.loaded.get(NOTES);
        assertRefused(Code.START_FAILED, () -> update(release("1.1.0").with("broken", "yes")));
        assertEquals("1.0.0", host.says("local.notes/version", "a"));
        assertFalse(old.closed);
        assertEquals("1.0.0", row(Role.SERVING));
        assertTrue(host.catalog.beside().isEmpty());
        restart();
        assertEquals("1.0.0", host.says("local.notes/version", "a"));
        update(release("1.1.1"));
        assertEquals("1.1.1", host.says("local.notes/version", "a"));
    }

    @Test
    void what_is_the_same_or_less_is_plain_and_the_grant_shrinks() {
        running(release("1.0.0").asking("documents.read(notes;scope=user)"));
        assertTrue(planned(release("1.1.0")).plain());
        update(release("1.1.0"));
        assertEquals(List.of(), grant());
        var wide = planned(release("1.2.0").asking("documents.read(notes;scope=user)"));
        assertFalse(wide.plain(), "widening again later is widening");
        assertTrue(body(wide).getBoolean("wider"));
    }

    @Test
    void what_is_wider_waits_while_the_old_release_serves_until_an_operator_says_yes() {
        running(release("1.0.0"));
        var wider = release("1.1.0").asking("documents.read(notes;scope=user)");
        var staged = host.run("stage", "", "upload", upload(wider));
        assertEquals("upd-1", staged.facts().get("ticket"));
        assertEquals("1.0.0", host.says("local.notes/version", "a"));
        assertEquals("1.1.0", row(Role.STAGED));
        assertEquals(1, host.echo.started.size(), "what waits is not started");
        restart();
        assertEquals("1.0.0", host.says("local.notes/version", "a"));
        host.run("update", "", "ticket", "upd-1");
        assertEquals("1.1.0", host.says("local.notes/version", "a"));
        assertEquals(List.of("documents.read(notes;scope=user)"), grant());
        assertRefused(Code.APPROVAL_UNKNOWN, () -> host.plan("update", "", "ticket", "upd-1"));
    }

    @Test
    void a_no_forgets_what_waited() {
        running(release("1.0.0"));
        host.run("stage", "", "upload", upload(release("1.1.0").offering("version", "more")));
        host.run("unstage", "upd-1", "reason", "too much");
        assertEquals("-", row(Role.STAGED));
        assertRefused(Code.APPROVAL_UNKNOWN, () -> host.plan("update", "", "ticket", "upd-1"));
        assertEquals(1, host.records("%\"action\":\"unstage\"%too much%\"stage\":\"OUTCOME\"%"));
        var next = host.run("stage", "", "upload", upload(release("1.2.0").offering("version", "more")));
        assertEquals("upd-2", next.facts().get("ticket"), "a ticket is never given out twice");
    }

    @Test
    void a_yes_to_one_content_is_none_to_another() {
        running(release("1.0.0"));
        host.run("stage", "", "upload", upload(release("1.1.0").saying("Hello.")));
        var approved = host.signed(host.plan("update", "", "ticket", "upd-1"));
        host.run("unstage", "upd-1", "reason", "another one came");
        assertRefused(
                Code.VERSION_REUSED,
                () -> host.run("stage", "", "upload", upload(release("1.1.0").saying("Bye."))));
        host.run("stage", "", "upload", upload(release("1.2.0").saying("Bye.")));
        assertThrows(Refusal.class, () -> host.commit(approved));
        assertEquals("1.0.0", host.says("local.notes/version", "a"));
    }

    @Test
    void a_new_or_a_changed_dependency_is_wider() {
        running(Pack.code("local.lib", "1.0.0", "version"));
        running(release("1.0.0"));
        var delta = body(planned(release("1.1.0").requiring("local.lib", "[1.0,2.0)")));
        assertTrue(delta.getBoolean("wider"), delta::toString);
        update(release("1.1.0").requiring("local.lib", "[1.0,2.0)"));
        assertFalse(body(planned(release("1.2.0").requiring("local.lib", "[1.0,2.0)")))
                .getBoolean("wider"));
        update(Pack.code("local.lib", "1.1.0", "version"));
        assertTrue(
                body(planned(release("1.2.0").requiring("local.lib", "[1.0,2.0)")))
                        .getBoolean("wider"),
                "it stands on other code than its plan named");
    }

    @Test
    void plugins_that_require_it_are_started_again_and_others_stay_the_very_same() {
        running(Pack.code("local.lib", "1.0.0", "version"));
        running(Pack.code("local.app", "1.0.0", "version").requiring("local.lib", "[1.0,2.0)"));
        running(Pack.code("local.top", "1.0.0", "version").requiring("local.app", "[1.0,2.0)"));
        running(release("1.0.0"));
        var app = host.echo.loaded.get("local.app");
        var other = live(NOTES);
        var plan = planned(Pack.code("local.lib", "1.1.0", "version"));
        assertEquals(
                List.of("local.app", "local.top"),
                body(plan).getJsonObject("dependants").keySet().stream()
                        .sorted()
                        .toList());
        update(Pack.code("local.lib", "1.1.0", "version"));
        assertNotSame(app, host.echo.loaded.get("local.app"));
        assertTrue(host.live("local.top"));
        host.lifecycle.drained();
        assertTrue(app.closed);
        assertSame(other.generation(), live(NOTES).generation());
        assertRefused(Code.REQUIREMENT_MISSING, () -> planned(Pack.code("local.lib", "2.0.0", "version")));
    }

    @Test
    void one_dependant_that_does_not_start_again_holds_up_all_of_it() {
        running(Pack.code("local.lib", "1.0.0", "version"));
        running(Pack.code("local.app", "1.0.0", "version").requiring("local.lib", "[1.0,2.0)"));
        host.sql("UPDATE catalog SET entries = entries - 'plugin.json' WHERE plugin = 'local.app'");
        var started = host.echo.started.size();
        assertThrows(Refusal.class, () -> update(Pack.code("local.lib", "1.1.0", "version")));
        assertEquals("1.0.0", host.says("local.lib/version", "a"));
        assertTrue(host.echo.started.stream().skip(started).allMatch(generation -> generation.closed));
    }

    @Test
    void a_call_in_flight_finishes_where_it_started() throws Exception {
        running(release("1.0.0").offering("wait", "version").asking("documents.read(notes;scope=user)"));
        var old = host.echo.loaded.get(NOTES);
        var call = Thread.ofVirtual().start(() -> host.call("local.notes/wait", "a"));
        host.echo.waiting.await();
        update(release("1.1.0").offering("wait", "version"));
        assertEquals("1.1.0", host.says("local.notes/version", "a"));
        assertFalse(old.closed, "its call is inside");
        assertThrows(UnsupportedOperationException.class, () -> old.host.storage(), "it holds its grant");
        host.echo.goOn.countDown();
        call.join();
        host.lifecycle.drained();
        assertTrue(old.closed);
        assertRefused(Code.PLUGIN_DISABLED, () -> old.host.storage());
        assertEquals(1, host.records("%\"action\":\"call\"%\"decision\":\"ALLOW\"%\"stage\":\"OUTCOME\"%notes/wait%"));
    }

    @Test
    void a_revocation_cuts_off_what_was_finishing_its_calls() throws Exception {
        running(release("1.0.0").offering("wait", "version"));
        var old = host.echo.loaded.get(NOTES);
        var call = Thread.ofVirtual().start(() -> host.call("local.notes/wait", "a"));
        host.echo.waiting.await();
        update(release("1.1.0").offering("wait", "version"));
        host.run("revoke", NOTES + "@1.0.0", "kind", "version", "reason", "bad");
        call.join();
        assertTrue(old.closed);
        assertTrue(host.live(NOTES), "the release that took over is not the revoked one");
        assertEquals(1, host.records("%\"PLUGIN_REVOKED\"%\"stage\":\"OUTCOME\"%notes/wait%"));
    }

    @Test
    void back_goes_the_release_before_and_only_that_one() {
        running(release("1.0.0"));
        assertRefused(Code.STATE_CONFLICT, () -> host.plan("rollback", NOTES));
        update(release("1.1.0"));
        host.run("rollback", NOTES);
        assertEquals("1.0.0", host.says("local.notes/version", "a"));
        assertEquals("1.0.0", row(Role.SERVING));
        assertRefused(Code.STATE_CONFLICT, () -> host.plan("rollback", NOTES));
        restart();
        assertEquals("1.0.0", host.says("local.notes/version", "a"));
    }

    @Test
    void going_back_to_what_was_approved_is_a_plain_question() {
        running(release("1.0.0"));
        var more = upload(Pack.code("local.more", "1.0.0", "version"));
        var first = host.plan("install", "", "upload", more, "placement", "host");
        assertFalse(first.plain(), "its code runs inside the host");
        update(release("1.1.0"));
        assertTrue(host.plan("rollback", NOTES).plain());
        var wider = host.plan("update", "", "upload", upload(release("1.2.0").asking("documents.read(a;scope=user)")));
        assertFalse(wider.plain());
    }

    @Test
    void what_served_when_it_was_revoked_gives_way_to_the_release_before_and_never_comes_back() {
        running(release("1.0.0"));
        update(release("1.1.0"));
        host.run("revoke", "local.notes@1.1.0", "kind", "version", "reason", "it leaks");
        assertEquals(Optional.of(State.REVOKED), host.state(NOTES));
        host.run("rollback", NOTES);
        assertEquals(Optional.of(State.DISABLED), host.state(NOTES), "what did not run does not start by itself");
        host.enable(NOTES);
        assertEquals("1.0.0", host.says("local.notes/version", "a"));
        assertRefused(Code.PLUGIN_REVOKED, () -> planned(release("1.1.0")));
        host.run("revoke", NOTES, "kind", "plugin", "reason", "all of it");
        assertRefused(Code.PLUGIN_REVOKED, () -> planned(release("1.2.0")));
    }

    @Test
    void nothing_goes_back_below_the_epoch_floor() {
        running(release("1.0.0"));
        update(release("1.1.0").epoch(2));
        assertRefused(Code.ROLLBACK_EPOCH, () -> host.plan("rollback", NOTES));
        host.lifecycle.quarantine(host.echo.loaded.get(NOTES).id(), crash());
        assertEquals(Optional.of(State.QUARANTINED), host.state(NOTES), "there is nothing it may go back to");
    }

    @Test
    void an_earlier_version_needs_a_reason() {
        running(release("1.1.0"));
        assertRefused(Code.DOWNGRADE_REFUSED, () -> planned(release("1.0.0")));
        host.run("update", "", "upload", upload(release("1.0.0")), "downgrade", "1.1.0 is slow");
        assertEquals("1.0.0", host.says("local.notes/version", "a"));
    }

    @Test
    void a_disabled_plugin_is_updated_and_stays_disabled() {
        host.install(release("1.0.0"));
        update(release("1.1.0"));
        assertEquals(Optional.of(State.DISABLED), host.state(NOTES));
        assertEquals("1.1.0", row(Role.SERVING));
        host.enable(NOTES);
        assertEquals("1.1.0", host.says("local.notes/version", "a"));
        host.run("disable", NOTES);
        host.run("rollback", NOTES);
        assertEquals(Optional.of(State.DISABLED), host.state(NOTES));
        restart();
        assertEquals(Optional.of(State.DISABLED), host.state(NOTES));
    }

    @Test
    void somebody_elses_signature_takes_over_only_with_its_fingerprint() {
        var first = SigningKey.generate();
        var second = SigningKey.generate();
        var keys = first.publicKey().toPem() + second.publicKey().toPem();
        host.run("trust.add", "acme", "key", keys, "namespace", "acme", "level", "verified");
        host.install(Pack.code("acme.notes", "1.0.0", "version").signed(first));
        host.enable("acme.notes");
        var file = host.uploads.put(Pack.code("acme.notes", "1.1.0", "version").signed(second));
        var refused = assertRefused(Code.SIGNER_CHANGED, () -> host.plan("update", "", "upload", file));
        assertEquals("acme", refused.details().get("publisher"));
        assertRefused(
                Code.SIGNER_CHANGED, () -> host.plan("update", "", "upload", file, "fingerprint", "0123456789abcdef"));
        var named = host.plan(
                "update",
                "",
                "upload",
                file,
                "fingerprint",
                second.publicKey().id().hex().substring(0, 16));
        assertFalse(named.plain());
        host.commit(host.signed(named));
        assertEquals("1.1.0", host.catalog.require(new PluginId("acme.notes")).release());
    }

    @Test
    void a_young_release_that_crashes_gives_way_to_the_one_before() {
        running(release("1.0.0"));
        update(release("1.1.0"));
        host.lifecycle.drained();
        host.lifecycle.quarantine(host.echo.loaded.get(NOTES).id(), crash());
        assertEquals("1.0.0", host.says("local.notes/version", "a"));
        assertEquals(
                Optional.of(Code.PLUGIN_CRASHED),
                host.catalog.require(new PluginId(NOTES)).reason().map(Refusal::code));
        assertEquals(1, host.records("%\"action\":\"return\"%\"stage\":\"OUTCOME\"%"));
        restart();
        assertEquals("1.0.0", host.says("local.notes/version", "a"));
        update(release("1.2.0"));
        assertEquals("1.2.0", host.says("local.notes/version", "a"));
        host.run("rollback", NOTES);
        assertEquals("1.0.0", host.says("local.notes/version", "a"));
    }

    @Test
    void a_part_of_the_sessions_gets_the_release_on_trial_and_stays_with_it() {
        running(release("1.0.0"));
        canary(release("1.1.0"), 30);
        var first = IntStream.range(0, 200)
                .mapToObj(i -> host.says("local.notes/version", "s" + i))
                .toList();
        var tried = first.stream().filter("1.1.0"::equals).count();
        assertTrue(tried > 30 && tried < 90, () -> tried + " of 200 for 30 %");
        assertEquals(
                first,
                IntStream.range(0, 200)
                        .mapToObj(i -> host.says("local.notes/version", "s" + i))
                        .toList());
        restart();
        assertEquals(
                first,
                IntStream.range(0, 200)
                        .mapToObj(i -> host.says("local.notes/version", "s" + i))
                        .toList());
        var generation = live(NOTES).beside().getFirst().generation();
        host.run("update", NOTES);
        assertSame(generation, live(NOTES).generation(), "who was on trial only takes over");
        assertEquals("1.0.0", row(Role.PREVIOUS));
        assertTrue(IntStream.range(0, 20)
                .allMatch(i -> host.says("local.notes/version", "s" + i).equals("1.1.0")));
    }

    @Test
    void a_trial_that_fails_more_is_withdrawn_by_the_host() {
        running(release("1.0.0").offering("search", "version"));
        canary(release("1.1.0").offering("search", "version").with("failing", "yes"), 50);
        host.callUntilWithdrawn(NOTES);
        assertEquals("-", row(Role.CANARY));
        assertTrue(IntStream.range(0, 50)
                .allMatch(i -> host.says("local.notes/version", "s" + i).equals("1.0.0")));
        assertEquals(
                Optional.of(Code.CANARY_FAILED),
                host.catalog.require(new PluginId(NOTES)).reason().map(Refusal::code));
        assertEquals(1, host.records("%\"action\":\"withdraw\"%CANARY_FAILED%"));
        assertRefused(Code.STATE_CONFLICT, () -> host.plan("update", NOTES));
        restart();
        assertEquals(List.of(), live(NOTES).beside());
    }

    @Test
    void a_trial_ends_when_an_operator_says_so_and_with_the_plugin() {
        running(release("1.0.0"));
        canary(release("1.1.0"), 50);
        host.run("rollback", NOTES);
        assertEquals(List.of(), live(NOTES).beside().stream().skip(1).toList());
        host.lifecycle.drained();
        assertEquals(List.of(), live(NOTES).beside());
        assertEquals("1.0.0", row(Role.SERVING));
        canary(release("1.2.0"), 50);
        host.run("disable", NOTES);
        assertEquals("-", row(Role.CANARY));
        assertTrue(host.echo.started.stream().allMatch(generation -> generation.closed));
    }

    @Test
    void a_trial_raises_no_floor_and_a_revoked_one_is_out() {
        running(release("1.0.0"));
        canary(release("1.1.0").epoch(5), 50);
        restart();
        assertEquals(1, live(NOTES).beside().size(), "the floor did not rise above what serves");
        host.run("revoke", NOTES + "@1.1.0", "kind", "version", "reason", "bad");
        assertEquals(List.of(), live(NOTES).beside());
        assertEquals("-", row(Role.CANARY));
        assertEquals(Optional.of(State.ENABLED), host.state(NOTES));
    }

    private static Refusal crash() {
        return new Refusal(Code.PLUGIN_CRASHED, "it fell over", "");
    }

    private static Pack release(String version) {
        return Pack.code(NOTES, version, "version");
    }

    @Test
    void a_trial_does_not_serve_everybody_because_somebody_edits_what_its_row_is_there_for() {
        running(release("1.0.0"));
        canary(release("1.1.0"), 5);
        host.sql("DELETE FROM catalog WHERE role = 'SERVING'");
        host.sql("UPDATE catalog SET role = 'SERVING', state = 'ENABLED' WHERE role = 'CANARY'");
        restart();
        assertFalse(host.live(NOTES));
        assertEquals(Code.PLUGIN_QUARANTINED, host.out(NOTES).code());
    }

    @Test
    void what_only_waits_does_not_run_because_somebody_edits_what_its_row_is_there_for() {
        running(release("1.0.0"));
        host.run("stage", "", "upload", upload(release("1.1.0")));
        for (var role : List.of("CANARY", "PREVIOUS", "SERVING")) {
            host.sql("DELETE FROM catalog WHERE role = '" + role + "'");
            host.sql("UPDATE catalog SET role = '" + role + "', state = 'ENABLED' WHERE release = '1.1.0'");
            restart();
            assertFalse(host.live(NOTES) && host.says(NOTES + "/version", "any").contains("1.1.0"), role);
        }
        assertEquals(Code.PLUGIN_QUARANTINED, host.out(NOTES).code());
    }

    private void running(Pack pack) {
        host.install(pack);
        host.enable(pack.name());
    }

    private String upload(Pack pack) {
        return host.uploads.put(pack.signed(host.operator));
    }

    private Plan planned(Pack pack) {
        return host.plan("update", "", "upload", upload(pack));
    }

    private void update(Pack pack) {
        host.run("update", "", "upload", upload(pack));
    }

    private void canary(Pack pack, int percent) {
        host.run("canary", "", "upload", upload(pack), "percent", Integer.toString(percent));
    }

    private static JsonObject body(Plan plan) {
        return StrictJson.object(Base64.getDecoder().decode(plan.statement()), StrictJson.Limits.bytes(1 << 20))
                .getJsonObject("body");
    }

    private Standing.Live live(String plugin) {
        return (Standing.Live)
                host.snapshots.current().standing(new PluginId(plugin)).orElseThrow();
    }

    private List<String> grant() {
        return live(NOTES).verdict().grant().permissions().stream()
                .map(Object::toString)
                .toList();
    }

    /** The version that is there for that. */
    private String row(Role role) {
        return host.catalog
                .find(new PluginId(NOTES), role)
                .map(row -> row.release())
                .orElse("-");
    }

    private void restart() {
        host.close();
        host = TestHost.start(data, database.get());
    }
}
