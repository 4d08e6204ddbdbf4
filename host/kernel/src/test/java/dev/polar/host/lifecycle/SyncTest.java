package dev.polar.host.lifecycle;

import static dev.polar.host.lifecycle.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.adminapi.Done;
import dev.polar.adminapi.Plan;
import dev.polar.host.catalog.HostLock;
import dev.polar.host.catalog.Role;
import dev.polar.host.catalog.State;
import dev.polar.host.store.TestDatabase;
import dev.polar.spi.Code;
import dev.polar.spi.PluginId;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.SigningKey;
import dev.polar.trust.lock.Drift;
import dev.polar.trust.lock.Lock;
import dev.polar.trust.lock.LockedPlugin;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two hosts: on one an operator works, the other is to have the same. */
class SyncTest {
    private static final SigningKey ACME = SigningKey.generate();
    private static final byte[] LIB = Pack.code("acme.lib", "1.0.0", "look").signed(ACME);
    private static final byte[] LIB_2 = Pack.code("acme.lib", "2.0.0", "look", "more")
            .asking("storage.read($DATA)")
            .signed(ACME);
    private static final byte[] APP = Pack.code("acme.app", "1.0.0", "run")
            .requiring("acme.lib", "[1.0,3.0)")
            .signed(ACME);
    private static final byte[] OTHER = Pack.code("acme.other", "1.0.0", "idle").signed(ACME);

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @RegisterExtension
    final TestDatabase elsewhere = new TestDatabase();

    @TempDir
    Path data;

    @TempDir
    Path there;

    private TestHost model;
    private TestHost host;

    @BeforeEach
    void startBoth() {
        model = TestHost.start(there, elsewhere.get());
        host = TestHost.start(data, database.get());
        enrol(model);
        enrol(host);
    }

    private static void enrol(TestHost one) {
        one.run("trust.add", "acme", "key", ACME.publicKey().toPem(), "namespace", "acme", "level", "verified");
    }

    @AfterEach
    void stopBoth() {
        host.close();
        model.close();
    }

    private static Lock lock(TestHost of) {
        return new HostLock(of.catalog, of.trust).read();
    }

    private String[] request(Lock lock, byte[][] packages, String... more) {
        var with = new ArrayList<>(List.of("lock", new String(lock.toBytes(), StandardCharsets.UTF_8)));
        with.add("uploads");
        with.add(Arrays.stream(packages).map(host.uploads::put).collect(Collectors.joining(" ")));
        with.addAll(List.of(more));
        return with.toArray(String[]::new);
    }

    private Done sync(Lock lock, byte[][] packages, String... more) {
        return host.run("sync", "", request(lock, packages, more));
    }

    private Plan plan(Lock lock, byte[][] packages, String... more) {
        return host.plan("sync", "", request(lock, packages, more));
    }

    private static List<String> clauses(Plan plan) {
        var statement =
                StrictJson.object(Base64.getDecoder().decode(plan.statement()), StrictJson.Limits.bytes(4 << 20));
        return statement.getJsonObject("body").getJsonArray("clauses").getValuesAs(JsonObject.class).stream()
                .map(clause -> clause.getString("action") + " "
                        + clause.getJsonObject("body").getString("plugin") + " "
                        + clause.getJsonObject("body").getString("version") + " as " + clause.getInt("version"))
                .toList();
    }

    private static Lock with(Lock lock, String plugin, UnaryOperator<LockedPlugin> change) {
        return new Lock(lock.plugins().stream()
                .map(one -> one.name().name().equals(plugin) ? change.apply(one) : one)
                .toList());
    }

    private static Lock without(Lock lock, String plugin) {
        return new Lock(lock.plugins().stream()
                .filter(one -> !one.name().name().equals(plugin))
                .toList());
    }

    @Test
    void another_host_becomes_the_same_under_one_consent() {
        model.install(LIB);
        model.install(APP);
        model.install(OTHER);
        model.enable("acme.lib");
        model.enable("acme.app");
        var locked = lock(model);
        assertEquals(
                List.of(
                        "install acme.lib 1.0.0 as 1",
                        "enable acme.lib 1.0.0 as 2",
                        "install acme.app 1.0.0 as 1",
                        "enable acme.app 1.0.0 as 2",
                        "install acme.other 1.0.0 as 1"),
                clauses(plan(locked, new byte[][] {OTHER, APP, LIB})));
        assertEquals(Optional.empty(), host.state("acme.lib"), "a plan changes nothing");
        sync(locked, new byte[][] {OTHER, APP, LIB});
        assertEquals(List.of(), Drift.between(locked, lock(host)));
        assertTrue(host.live("acme.lib") && host.live("acme.app"));
        assertEquals(Optional.of(State.DISABLED), host.state("acme.other"));
        assertEquals(Code.PLUGIN_DISABLED, host.out("acme.other").code());
        assertEquals(1, host.records("%\"action\":\"sync\"%\"stage\":\"OUTCOME\"%"));
        assertEquals(3, host.records("%\"action\":\"install\"%\"decision\":\"ALLOW\"%"));
        assertEquals(List.of(), clauses(plan(locked, new byte[0][])), "there is nothing left to do");
        restart();
        assertTrue(host.live("acme.lib") && host.live("acme.app"), "it is as if each had been consented to alone");
        host.run("disable", "acme.app");
        assertEquals(List.of("enable acme.app 1.0.0 as 4"), clauses(plan(locked, new byte[0][])));
        sync(locked, new byte[0][]);
        assertTrue(host.live("acme.app"));
    }

    @Test
    void update_start_stop_and_removal_happen_at_once_and_nobody_else_is_touched() {
        host.install(LIB);
        host.install(APP);
        host.install(Pack.code("local.gone", "1.0.0", "x"));
        host.install(Pack.code("local.mine", "1.0.0", "x"));
        for (var plugin : List.of("acme.lib", "acme.app", "local.gone", "local.mine")) {
            host.enable(plugin);
        }
        var neighbour = host.echo.loaded.get("local.mine");
        var app = host.echo.loaded.get("acme.app");
        model.install(LIB_2);
        model.install(APP);
        model.install(OTHER);
        model.enable("acme.lib");
        model.enable("acme.app");
        model.enable("acme.other");
        var locked = lock(model);
        var mine = lock(host).find(new PluginId("local.mine")).orElseThrow();
        var all = new ArrayList<>(locked.plugins());
        all.add(mine);
        var wanted = new Lock(all);
        var plan = plan(wanted, new byte[][] {LIB_2, OTHER}, "prune", "yes");
        assertEquals(
                List.of(
                        "update acme.lib 2.0.0 as 3",
                        "install acme.other 1.0.0 as 1",
                        "enable acme.other 1.0.0 as 2",
                        "disable local.gone 1.0.0 as 3",
                        "uninstall local.gone 1.0.0 as 4"),
                clauses(plan));
        assertTrue(!plan.plain(), "it widens");
        var body = new String(Base64.getDecoder().decode(plan.statement()), StandardCharsets.UTF_8);
        assertTrue(body.contains("storage.read($DATA)") && body.contains("\"dependants\":{\"acme.app\""), body);
        long epoch = host.snapshots.current().epoch();
        sync(wanted, new byte[][] {LIB_2, OTHER}, "prune", "yes");
        assertEquals(List.of(), Drift.between(wanted, lock(host)));
        assertSame(neighbour, host.echo.loaded.get("local.mine"), "it did not depend on any of them");
        assertNotSame(app, host.echo.loaded.get("acme.app"), "it stands on the new one");
        assertEquals(Optional.empty(), host.state("local.gone"));
        assertTrue(host.snapshots.current().epoch() > epoch);
        assertEquals(
                "1.0.0",
                host.catalog
                        .find(new PluginId("acme.lib"), Role.PREVIOUS)
                        .orElseThrow()
                        .release());
        restart();
        assertTrue(host.live("acme.lib") && host.live("acme.app") && host.live("acme.other"));
    }

    @Test
    void if_one_does_not_start_everything_stays_as_it_was() {
        host.install(LIB);
        host.enable("acme.lib");
        var serving = host.echo.loaded.get("acme.lib");
        var broken = Pack.code("acme.broken", "1.0.0").with("broken", "yes").signed(ACME);
        model.install(LIB_2);
        model.install(broken);
        model.enable("acme.lib");
        var locked = with(lock(model), "acme.broken", one -> one.meant(true));
        int consents = host.count("consent");
        assertRefused(Code.START_FAILED, () -> sync(locked, new byte[][] {LIB_2, broken}));
        assertEquals(consents, host.count("consent"), "nothing was consented to");
        assertEquals("1.0.0", host.catalog.require(new PluginId("acme.lib")).release());
        assertEquals(Optional.empty(), host.state("acme.broken"));
        assertTrue(host.live("acme.lib") && !serving.closed);
        assertEquals(1, host.records("%\"action\":\"sync\"%\"decision\":\"DENY\"%\"stage\":\"OUTCOME\"%"));
    }

    @Test
    void if_another_consent_comes_between_nothing_happens() {
        model.install(LIB);
        model.install(OTHER);
        var locked = lock(model);
        var signed = host.signed(plan(locked, new byte[][] {LIB, OTHER}));
        host.install(OTHER);
        host.uploads.put(OTHER);
        assertRefused(Code.PLAN_CHANGED, () -> host.commit(signed));
        assertEquals(Optional.empty(), host.state("acme.lib"));
        sync(locked, new byte[][] {LIB});
        assertRefused(Code.PLAN_CHANGED, () -> host.commit(signed));
    }

    @Test
    void a_package_that_is_not_what_was_locked_does_not_come_in() {
        model.install(LIB);
        model.install(OTHER);
        var locked = lock(model);
        var same = Pack.code("acme.lib", "1.0.0", "look").with("more", "text").signed(ACME);
        for (var swapped : List.of(same, LIB_2)) {
            var why = assertRefused(Code.LOCK_MISMATCH, () -> plan(locked, new byte[][] {swapped, OTHER}));
            assertTrue(why.details().get("differs").contains("content"), why::getMessage);
        }
        assertRefused(Code.NOT_FOUND, () -> plan(locked, new byte[][] {OTHER}));
        assertRefused(
                Code.PUBLISHER_UNKNOWN,
                () -> plan(
                        locked,
                        new byte[][] {Pack.code("acme.lib", "1.0.0", "look").signed(SigningKey.generate()), OTHER}));
        assertEquals(0, host.catalog.list().size());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "level": "verified"          | "level": "community"        | level
            "provenance": "published"    | "provenance": "packed"      | provenance
            "publisher": "acme"          | "publisher": "other"        | publisher
            "version": "1.0.0"           | "version": "1.0.1"          | version
            "permissions": "sha256:e3    | "permissions": "sha256:e4   | permissions
            """)
    void what_is_trusted_otherwise_than_it_was_locked_is_refused_coming_in_and_installed(
            String there, String instead, String differs) {
        model.install(LIB);
        var text = new String(lock(model).toBytes(), StandardCharsets.UTF_8);
        assertTrue(text.contains(there), text);
        var locked = Lock.parse("polar.lock", text.replace(there, instead).getBytes(StandardCharsets.UTF_8));
        var coming = assertRefused(Code.LOCK_MISMATCH, () -> plan(locked, new byte[][] {LIB}));
        assertTrue(coming.details().get("differs").contains(differs), coming::getMessage);
        host.install(LIB);
        var installed = assertRefused(Code.LOCK_MISMATCH, () -> plan(locked, new byte[0][]));
        assertEquals(differs, installed.details().get("differs"), installed::getMessage);
    }

    @Test
    void lower_versions_need_a_reason_and_come_from_what_the_host_still_has() {
        model.install(LIB);
        model.enable("acme.lib");
        var locked = lock(model);
        host.install(LIB);
        host.enable("acme.lib");
        host.run("update", "", "upload", host.uploads.put(LIB_2));
        assertRefused(Code.DOWNGRADE_REFUSED, () -> plan(locked, new byte[0][]));
        sync(locked, new byte[0][], "downgrade", "2.0.0 is slow");
        assertEquals("1.0.0", host.catalog.require(new PluginId("acme.lib")).release());
        assertTrue(host.live("acme.lib"));
    }

    @Test
    void nothing_is_taken_out_unless_it_is_asked_for() {
        host.install(LIB);
        host.install(APP);
        host.enable("acme.lib");
        host.enable("acme.app");
        var locked = without(without(lock(host), "acme.app"), "acme.lib");
        var plan = plan(locked, new byte[0][]);
        assertEquals(List.of(), clauses(plan));
        assertEquals(
                2,
                plan.notes().stream()
                        .filter(note -> note.startsWith("left alone: "))
                        .count());
        sync(locked, new byte[0][], "prune", "yes");
        assertEquals(0, host.catalog.list().size());
        assertEquals(Optional.empty(), host.snapshots.current().standing(new PluginId("acme.app")));
    }

    @Test
    void what_somebody_else_runs_on_does_not_go() {
        host.install(LIB);
        host.install(APP);
        host.enable("acme.lib");
        host.enable("acme.app");
        var stopped = new Lock(
                List.of(lock(host).find(new PluginId("acme.lib")).orElseThrow().meant(false)));
        assertRefused(Code.REQUIREMENT_MISSING, () -> plan(stopped, new byte[0][]));
        assertTrue(host.live("acme.lib") && host.live("acme.app"));
    }

    @Test
    void what_was_revoked_here_does_not_come_back() {
        model.install(LIB);
        model.enable("acme.lib");
        var locked = lock(model);
        host.install(LIB);
        host.run("revoke", "acme.lib@1.0.0", "kind", "version", "mode", "hard", "reason", "bad");
        assertRefused(Code.PLUGIN_REVOKED, () -> plan(locked, new byte[][] {LIB}));
        model.run("update", "", "upload", model.uploads.put(LIB_2));
        sync(lock(model), new byte[][] {LIB_2});
        assertTrue(host.live("acme.lib"));
    }

    @Test
    void several_packages_come_in_whatever_the_order_or_not_at_all() {
        var uploads = host.uploads.put(APP) + " " + host.uploads.put(OTHER) + " " + host.uploads.put(LIB);
        host.run("install.set", "", "uploads", uploads);
        for (var plugin : List.of("acme.app", "acme.lib", "acme.other")) {
            assertEquals(Optional.of(State.DISABLED), host.state(plugin));
            assertEquals(Code.PLUGIN_DISABLED, host.out(plugin).code());
        }
        host.enable("acme.lib");
        host.enable("acme.app");
        restart();
        assertTrue(host.live("acme.app"));
        var more = Pack.code("acme.more", "1.0.0")
                .requiring("acme.none", "[1.0,2.0)")
                .signed(ACME);
        var good = Pack.code("acme.good", "1.0.0").signed(ACME);
        assertRefused(
                Code.REQUIREMENT_MISSING,
                () -> host.run("install.set", "", "uploads", host.uploads.put(good) + " " + host.uploads.put(more)));
        assertRefused(
                Code.STATE_CONFLICT,
                () -> host.run("install.set", "", "uploads", host.uploads.put(good) + " " + host.uploads.put(LIB_2)));
        assertRefused(
                Code.REQUEST_INVALID,
                () -> host.run("install.set", "", "uploads", host.uploads.put(good) + " " + host.uploads.put(good)));
        assertEquals(Optional.empty(), host.state("acme.good"));
    }

    private void restart() {
        host.close();
        host = TestHost.start(data, database.get());
    }
}
