package dev.polar.host.lifecycle;

import static dev.polar.host.lifecycle.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.host.catalog.Role;
import dev.polar.host.catalog.State;
import dev.polar.host.store.TestDatabase;
import dev.polar.runtime.Enforcement;
import dev.polar.spi.Code;
import dev.polar.spi.PluginId;
import dev.polar.trust.admission.Placement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Plugins with code that really runs, over their life, in the host and in a cage. */
class CodeLifeTest {
    private static final String NOTES = "local.notes";
    private static final PluginId ID = new PluginId(NOTES);

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    Path data;

    private CodeHost code;
    private TestHost host;

    @BeforeEach
    void startAHost() {
        code = new CodeHost(data, database);
        host = code.host();
    }

    @AfterEach
    void stopTheHost() {
        code.close();
    }

    private void running(Placement placement) {
        host.install(release("1.0.0"), "placement", word(placement));
        host.enable(NOTES);
    }

    private static String word(Placement placement) {
        return placement == Placement.HOST ? "host" : "confined";
    }

    @ParameterizedTest
    @EnumSource(names = {"HOST", "CONFINED"})
    void a_plugin_answers_from_where_it_was_consented_to_run_and_its_records_say_so(Placement placement) {
        running(placement);
        assertEquals(said("1.0.0", placement), host.says(NOTES + "/version", "a"));
        var word = placement == Placement.HOST ? Enforcement.DECLARED : Enforcement.CONFINED_BWRAP;
        assertEquals(
                2,
                host.records("%\"action\":\"call\"%\"enforcement\":\"" + word.label() + "\"%"),
                "intent and outcome");
        assertEquals(
                1,
                host.records("%\"action\":\"enable\"%\"enforcement\":\"" + word.label() + "\"%\"stage\":\"OUTCOME\"%"),
                "what holds it from then on");
        assertEquals(placement == Placement.HOST ? 0 : 1, code.starter.alive());
        host.run("disable", NOTES);
        assertEquals(0, code.starter.alive());
    }

    @ParameterizedTest
    @EnumSource(names = {"HOST", "CONFINED"})
    void another_release_takes_over_in_the_same_place_and_gives_way_again(Placement placement) {
        running(placement);
        update("1.1.0");
        assertEquals(said("1.1.0", placement), host.says(NOTES + "/version", "a"));
        host.lifecycle.drained();
        assertEquals(placement == Placement.HOST ? 0 : 1, code.starter.alive());
        host.run("rollback", NOTES);
        assertEquals(said("1.0.0", placement), host.says(NOTES + "/version", "a"));
        restart();
        assertEquals(said("1.0.0", placement), host.says(NOTES + "/version", "a"));
    }

    @ParameterizedTest
    @EnumSource(names = {"HOST", "CONFINED"})
    void a_part_of_the_sessions_tries_the_next_release(Placement placement) {
        running(placement);
        host.run("canary", "", "upload", upload("1.1.0"), "percent", "50");
        var releases = IntStream.range(0, 40)
                .mapToObj(i -> host.says(NOTES + "/version", "s" + i))
                .distinct()
                .sorted()
                .toList();
        assertEquals(List.of(said("1.0.0", placement), said("1.1.0", placement)), releases);
        host.run("update", NOTES);
        host.lifecycle.drained();
        assertEquals(said("1.1.0", placement), host.says(NOTES + "/version", "s1"));
        assertEquals(placement == Placement.HOST ? 0 : 1, code.starter.alive());
    }

    @Test
    void a_process_that_is_taken_back_while_idle_is_gone_at_once() {
        running(Placement.CONFINED);
        var before = Instant.now();
        host.run("revoke", NOTES, "kind", "plugin", "reason", "it leaks");
        assertEquals(0, code.starter.alive());
        assertTrue(Duration.between(before, Instant.now()).compareTo(Duration.ofSeconds(2)) < 0);
        assertRefused(
                Code.PLUGIN_REVOKED, () -> host.call(NOTES + "/version", "a").orThrow());
        assertEquals(Optional.of(State.REVOKED), host.state(NOTES));
    }

    @Test
    void a_process_that_is_taken_back_in_a_call_which_obeys_nobody_is_killed() throws Exception {
        running(Placement.CONFINED);
        var call = CompletableFuture.supplyAsync(() -> host.call(NOTES + "/hang", "a"));
        until(() -> host.records("%\"action\":\"call\"%INTENT%") == 1);
        host.run("revoke", NOTES, "kind", "plugin", "reason", "it leaks");
        until(() -> code.starter.alive() == 0);
        assertRefused(Code.PLUGIN_REVOKED, () -> call.join().orThrow());
        assertEquals(1, host.records("%\"action\":\"call\"%PLUGIN_REVOKED%\"stage\":\"OUTCOME\"%"));
        assertFalse(host.lifecycle.isTainted(), "what runs in a process of its own taints nobody");
    }

    @Test
    void a_process_that_ends_is_started_again_and_then_set_aside_with_the_reason() {
        running(Placement.CONFINED);
        assertRefused(Code.PLUGIN_CRASHED, () -> host.call(NOTES + "/end", "a").orThrow());
        assertEquals(said("1.0.0", Placement.CONFINED), host.says(NOTES + "/version", "a"), "at once, the first time");
        for (int pause : List.of(0, 1, 5)) {
            var due = Instant.now().plusSeconds(pause).plusMillis(100);
            until(() -> Instant.now().isAfter(due));
            assertRefused(
                    Code.PLUGIN_CRASHED, () -> host.call(NOTES + "/end", "a").orThrow());
        }
        // after so many failures the gate may want a pause before the next call is tried
        until(() -> {
            host.call(NOTES + "/version", "a");
            return host.state(NOTES).equals(Optional.of(State.QUARANTINED));
        });
        var why = host.catalog.require(ID).reason().orElseThrow();
        assertEquals(Code.PLUGIN_QUARANTINED, why.code());
        assertTrue(why.getMessage().contains("exit code 3"), why.getMessage());
        assertEquals(1, host.records("%\"action\":\"quarantine\"%confined:bwrap%"));
        assertEquals(0, code.starter.alive());
        assertNotEquals(Optional.empty(), host.catalog.find(ID, Role.SERVING));
        host.enable(NOTES);
        assertEquals(said("1.0.0", Placement.CONFINED), host.says(NOTES + "/version", "a"));
    }

    @Test
    void what_was_altered_on_disk_is_not_started() throws Exception {
        running(Placement.CONFINED);
        host.run("disable", NOTES);
        Path jar;
        try (var files = Files.walk(data)) {
            jar = files.filter(file -> file.endsWith("dev.polar/code/plugin.jar"))
                    .findFirst()
                    .orElseThrow();
        }
        assertTrue(jar.toFile().setWritable(true));
        Files.write(jar, new byte[] {1, 2, 3});
        assertRefused(Code.DIGEST_MISMATCH, () -> host.enable(NOTES));
        assertEquals(Optional.of(State.DISABLED), host.state(NOTES));
        assertEquals(0, code.starter.alive());
    }

    private static void until(BooleanSupplier condition) {
        assertTrue(TwoHosts.soon(condition));
    }

    private static String said(String release, Placement placement) {
        return "{\"confined\":" + (placement == Placement.CONFINED) + ",\"release\":\"" + release + "\"}";
    }

    private static Pack release(String version) {
        return Pack.running(NOTES, version);
    }

    private String upload(String version) {
        return host.uploads.put(release(version).signed(host.operator));
    }

    private void update(String version) {
        host.run("update", "", "upload", upload(version));
    }

    private void restart() {
        host = code.restart();
    }
}
