package dev.polar.host.lifecycle;

import static dev.polar.host.lifecycle.Refusals.assertRefused;
import static dev.polar.host.lifecycle.TwoHosts.call;
import static dev.polar.host.lifecycle.TwoHosts.refused;
import static dev.polar.host.lifecycle.TwoHosts.soon;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.host.catalog.State;
import dev.polar.host.gate.Outcome;
import dev.polar.host.snapshot.Standing;
import dev.polar.host.store.TestDatabase;
import dev.polar.spi.Code;
import dev.polar.spi.PluginId;
import dev.polar.trust.key.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Two hosts on one database: what one decides, both keep. */
@Timeout(120)
class TwoHostsTest {
    private static final String NOTES = "local.notes";

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    Path directory;

    private TwoHosts both;
    private TestHost a;
    private TestHost b;

    @BeforeEach
    void startTwoHosts() throws IOException {
        both = new TwoHosts(directory, database);
        a = both.a;
        b = both.b;
        a.install(Pack.code(NOTES, "1.0.0", "wait", "look"));
        a.enable(NOTES);
    }

    @AfterEach
    void stopThem() throws IOException {
        both.close();
    }

    @Test
    void what_is_enabled_on_one_is_served_by_the_other_until_it_is_disabled_and_uninstalled() {
        assertTrue(soon(() -> b.live(NOTES)));
        assertEquals(Optional.empty(), refused(b, NOTES, "look"));
        a.run("disable", NOTES);
        assertTrue(soon(() -> !b.live(NOTES)));
        assertEquals(Optional.of(Code.PLUGIN_DISABLED), refused(b, NOTES, "look"));
        assertTrue(soon(() -> b.echo.loaded.isEmpty()));
        b.enable(NOTES);
        assertTrue(soon(() -> a.live(NOTES)), "either may decide");
        b.run("disable", NOTES);
        b.run("uninstall", NOTES);
        assertTrue(soon(() -> a.snapshots.current().plugins().isEmpty()));
        assertTrue(a.echo.loaded.isEmpty());
    }

    @Test
    void what_a_host_changes_itself_it_does_not_do_twice() {
        var generation = a.echo.loaded.get(NOTES);
        a.install(Pack.code("local.other", "1.0.0", "look"));
        a.enable("local.other");
        assertTrue(soon(() -> b.live("local.other")));
        assertTrue(soon(() -> b.live(NOTES)));
        assertEquals(generation, a.echo.loaded.get(NOTES));
        assertFalse(generation.closed);
    }

    @Test
    void a_revocation_that_returned_holds_on_both_and_cancels_on_both() throws Exception {
        assertTrue(soon(() -> b.live(NOTES)));
        var inside = CompletableFuture.supplyAsync(() -> call(b, NOTES, "wait"));
        assertTrue(b.echo.waiting.await(20, TimeUnit.SECONDS), "the call is inside");
        var done = a.run("revoke", NOTES, "kind", "plugin", "reason", "key stolen");
        assertEquals(Optional.of(Code.PLUGIN_REVOKED), refused(b, NOTES, "look"));
        assertEquals(Optional.of(Code.PLUGIN_REVOKED), refused(a, NOTES, "look"));
        assertTrue(done.message().contains("in force on 2 of 2 nodes in "), done.message());
        var outcome = (Outcome.Refused) inside.get(10, TimeUnit.SECONDS);
        assertEquals(Code.PLUGIN_REVOKED, outcome.why().code());
        assertEquals(Optional.of(State.REVOKED), b.state(NOTES));
        assertEquals(
                1, Files.readAllLines(directory.resolve("b/revocations.jsonl")).size());
    }

    @Test
    void what_a_stolen_key_let_in_is_set_aside_on_both_and_the_key_consents_on_neither() {
        var bob = SigningKey.generate();
        a.run("operator.add", "bob", "key", bob.publicKey().toPem());
        var since = Integer.toString(
                a.count("audit_record WHERE log = (SELECT log FROM audit_record ORDER BY time LIMIT 1)") + 1);
        a.install(Pack.code("local.brought", "1.0.0", "look"));
        a.enable("local.brought");
        assertTrue(soon(() -> b.live("local.brought")));
        a.consents.commit(a.signed(
                a.plan(
                        "operator.replace",
                        "alice",
                        "key",
                        SigningKey.generate().publicKey().toPem(),
                        "since",
                        since),
                bob));
        assertFalse(a.live("local.brought"));
        assertTrue(soon(() -> !b.live("local.brought")));
        assertTrue(b.live(NOTES), "it was let in before");
        assertRefused(Code.OPERATOR_UNKNOWN, () -> a.run("disable", NOTES));
        assertRefused(Code.OPERATOR_UNKNOWN, () -> b.run("disable", NOTES));
        assertTrue(b.live(NOTES));
    }

    @Test
    void a_host_that_cannot_renew_its_lease_admits_nothing_and_loses_what_was_inside() throws Exception {
        assertTrue(soon(() -> b.live(NOTES)));
        var inside = CompletableFuture.supplyAsync(() -> call(b, NOTES, "wait"));
        assertTrue(b.echo.waiting.await(20, TimeUnit.SECONDS), "the call is inside");
        both.bLease.pull();
        var cut = System.nanoTime();
        assertTrue(soon(() -> refused(b, NOTES, "look").equals(Optional.of(Code.NODE_FENCED))));
        assertTrue(System.nanoTime() - cut < Duration.ofSeconds(6).toNanos());
        b.echo.goOn.countDown();
        var outcome = (Outcome.Refused) inside.get(10, TimeUnit.SECONDS);
        assertEquals(Code.NODE_FENCED, outcome.why().code());
        var done = a.run("revoke", NOTES, "kind", "plugin", "reason", "key stolen");
        assertTrue(done.message().contains("in force on 1 of "), done.message());
        both.bLease.plug();
        assertTrue(soon(() -> b.membership.orElseThrow().lease().holds()));
        assertEquals(Optional.of(Code.PLUGIN_REVOKED), refused(b, NOTES, "look"), "trust was read before the lease");
    }

    @Test
    void a_revocation_waits_for_a_host_that_died_no_longer_than_its_lease() throws IOException {
        assertTrue(soon(() -> b.live(NOTES)));
        both.bLease.pull();
        var began = System.nanoTime();
        var done = a.run("revoke", NOTES, "kind", "plugin", "reason", "key stolen");
        var took = Duration.ofNanos(System.nanoTime() - began);
        assertTrue(took.compareTo(Duration.ofSeconds(7)) < 0, took::toString);
        assertTrue(done.message().contains("in force on 1 of 2 nodes"), done.message());
        assertEquals(Optional.of(Code.NODE_FENCED), refused(b, NOTES, "look"));
    }

    @Test
    void without_the_database_a_revocation_holds_at_once_here_and_there_when_it_is_back() throws IOException {
        assertTrue(soon(() -> b.live(NOTES)));
        both.aCable.pull();
        var done = a.run("revoke", NOTES, "kind", "plugin", "reason", "key stolen");
        assertEquals(Code.PLUGIN_REVOKED, a.out(NOTES).code());
        assertTrue(done.message().contains("the database does not answer"), done.message());
        assertTrue(b.live(NOTES), "nobody could tell it");
        both.aCable.plug();
        assertTrue(soon(() -> !b.live(NOTES)));
        assertEquals(Code.PLUGIN_REVOKED, b.out(NOTES).code());
    }

    @Test
    void what_one_cannot_start_the_other_serves_on() {
        b.echo.refusing.add("local.picky");
        a.install(Pack.code("local.picky", "1.0.0", "look"));
        a.enable("local.picky");
        assertTrue(soon(() -> b.lifecycle.problems().stream()
                .anyMatch(problem -> problem.getMessage().contains("local.picky is enabled and does not run"))));
        assertEquals(Optional.of(State.ENABLED), a.state("local.picky"));
        assertEquals(Optional.empty(), refused(a, "local.picky", "look"));
    }

    @Test
    void a_release_that_takes_over_on_one_takes_over_on_the_other_and_goes_back_with_it() {
        assertTrue(soon(() -> b.live(NOTES)));
        a.run("update", "", "upload", upload(Pack.code(NOTES, "1.1.0", "wait", "look")));
        assertTrue(soon(() -> runs(b, "1.1.0")));
        assertEquals(Optional.empty(), refused(b, NOTES, "look"));
        a.run("rollback", NOTES);
        assertTrue(soon(() -> runs(b, "1.0.0")));
        assertEquals(0, a.records("%\"action\":\"quarantine\"%"), "neither was without it in between");
    }

    @Test
    void a_trial_on_one_is_a_trial_on_the_other_until_it_ends() {
        assertTrue(soon(() -> b.live(NOTES)));
        a.run("canary", "", "upload", upload(Pack.code(NOTES, "1.1.0", "wait", "look")), "percent", "50");
        assertTrue(soon(() -> tries(b)));
        assertTrue(runs(b, "1.0.0"));
        a.run("rollback", NOTES);
        assertTrue(soon(() -> !tries(b)));
        assertTrue(runs(b, "1.0.0"));
    }

    private String upload(Pack pack) {
        return a.uploads.put(pack.signed(a.operator));
    }

    private static boolean runs(TestHost host, String version) {
        return live(host).filter(live -> live.facts().version().equals(version)).isPresent();
    }

    private static boolean tries(TestHost host) {
        return live(host)
                .filter(live -> live.beside().stream()
                        .anyMatch(one -> one.facts().version().equals("1.1.0")))
                .isPresent();
    }

    private static Optional<Standing.Live> live(TestHost host) {
        return host.snapshots
                .current()
                .standing(new PluginId(NOTES))
                .filter(Standing.Live.class::isInstance)
                .map(Standing.Live.class::cast);
    }

    @Test
    void what_ends_on_one_with_its_trial_leaves_nothing_behind_on_the_other() {
        a.run("canary", "", "upload", upload(Pack.code(NOTES, "1.1.0", "wait", "look")), "percent", "50");
        assertTrue(soon(() -> b.snapshots.current().split(new PluginId(NOTES)).isPresent()));
        a.run("disable", NOTES);
        assertTrue(soon(() -> b.echo.started.stream().allMatch(generation -> generation.closed)));
    }

    @Test
    void what_does_not_start_on_one_is_not_taken_back_on_the_other() {
        assertTrue(soon(() -> b.live(NOTES)));
        a.run("update", "", "upload", upload(Pack.code(NOTES, "1.1.0", "wait", "look")));
        b.echo.refusing.add(NOTES);
        b.consents.between(b.lifecycle::boot);
        assertEquals("1.1.0", a.catalog.require(new PluginId(NOTES)).release());
        assertTrue(a.live(NOTES));
        assertEquals(0, a.records("%\"action\":\"return\"%"));
    }

    @Test
    void of_many_changes_in_a_row_none_is_missed() {
        for (int i = 0; i < 15; i++) {
            a.install(Pack.code("local.many" + i, "1.0.0", "look"));
            a.enable("local.many" + i);
        }
        for (int i = 0; i < 15; i++) {
            var plugin = "local.many" + i;
            assertTrue(soon(() -> b.live(plugin)), plugin);
        }
    }

    @Test
    void every_host_is_told_with_its_lease() {
        assertTrue(soon(() -> a.membership.orElseThrow().list().stream()
                        .filter(node -> node.live() && node.current())
                        .count()
                == 2));
        both.b.close();
        assertTrue(soon(() -> a.membership.orElseThrow().list().size() == 1), "who leaves is not waited for");
    }
}
