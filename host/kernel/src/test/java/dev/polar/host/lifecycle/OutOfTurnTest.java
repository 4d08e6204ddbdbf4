package dev.polar.host.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.host.catalog.State;
import dev.polar.host.snapshot.Standing;
import dev.polar.host.store.TestDatabase;
import dev.polar.spi.Code;
import dev.polar.spi.PluginId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Trust is read and judged at any moment, also between the commit of a change and the switch to what it lets in. */
class OutOfTurnTest {
    private static final String NOTES = "local.notes";

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    Path data;

    private final AtomicReference<Runnable> atCommit = new AtomicReference<>(() -> {});
    private final List<Transition> fell = new ArrayList<>();
    private TestHost host;

    @BeforeEach
    void startAHost() {
        host = TestHost.start(
                data,
                database.get(),
                (transition, step) -> {
                    if (step == Step.OUTCOME) {
                        atCommit.getAndSet(() -> {}).run();
                    }
                    if (transition == Transition.QUARANTINE) {
                        fell.add(transition);
                    }
                },
                Optional.empty());
        host.install(release("1.0.0"));
        host.enable(NOTES);
    }

    @AfterEach
    void stopTheHost() {
        host.close();
    }

    @Test
    void what_is_rolled_back_serves_until_the_release_before_does() {
        update(release("1.1.0"));
        host.lifecycle.drained();
        var says = judgedAtCommit(() -> host.says("local.notes/version", "a"));
        host.run("rollback", NOTES);
        assertEquals("1.1.0", says.get());
        nothingFell("1.0.0");
    }

    @Test
    void what_is_below_the_floor_of_its_successor_serves_until_that_does() {
        var says = judgedAtCommit(() -> host.says("local.notes/version", "a"));
        update(release("1.1.0").epoch(2));
        assertEquals("1.0.0", says.get());
        nothingFell("1.1.0");
    }

    @Test
    void a_trial_that_is_ended_serves_its_sessions_until_it_has() {
        host.run("canary", "", "upload", upload(release("1.1.0")), "percent", "50");
        var tried = IntStream.range(0, 200)
                .mapToObj(i -> "session-" + i)
                .filter(session -> host.says("local.notes/version", session).equals("1.1.0"))
                .findFirst()
                .orElseThrow();
        var says = judgedAtCommit(() -> host.says("local.notes/version", tried));
        host.run("rollback", NOTES);
        assertEquals("1.1.0", says.get());
        assertEquals(0, host.records("%\"action\":\"withdraw\"%"));
        nothingFell("1.0.0");
    }

    @Test
    void what_is_revoked_before_the_switch_is_out_at_once() {
        update(release("1.1.0"));
        host.lifecycle.drained();
        var standing = new AtomicReference<Standing>();
        atCommit.set(() -> {
            host.run("revoke", "local.notes@1.1.0", "kind", "version", "reason", "it leaks");
            standing.set(host.snapshots.current().standing(new PluginId(NOTES)).orElseThrow());
        });
        host.run("rollback", NOTES);
        assertEquals(Code.PLUGIN_REVOKED, ((Standing.Out) standing.get()).why().code());
    }

    @Test
    void what_is_revoked_before_it_has_given_way_takes_nothing_from_what_takes_over() {
        atCommit.set(() -> host.run("revoke", "local.notes@1.0.0", "kind", "version", "reason", "it leaks"));
        update(release("1.1.0"));
        nothingFell("1.1.0");
        host.close();
        host = TestHost.start(data, database.get());
        assertEquals("1.1.0", host.says("local.notes/version", "a"));
    }

    @Test
    void what_should_have_given_way_and_did_not_falls_in_turn() {
        update(release("1.1.0"));
        host.lifecycle.drained();
        var interrupted = new IllegalStateException("the switch ends here");
        atCommit.set(() -> {
            throw interrupted;
        });
        assertEquals(interrupted, assertThrows(IllegalStateException.class, () -> host.run("rollback", NOTES)));
        var rest = host.lifecycle.follow();
        assertTrue(host.live(NOTES));
        rest.run();
        assertEquals("1.0.0", host.says("local.notes/version", "a"));
    }

    /** What that finds after trust was judged in the middle of the next change. */
    private <T> AtomicReference<T> judgedAtCommit(Supplier<T> look) {
        var found = new AtomicReference<T>();
        atCommit.set(() -> {
            host.lifecycle.follow();
            found.set(look.get());
        });
        return found;
    }

    private void nothingFell(String serves) {
        host.lifecycle.drained();
        assertEquals(List.of(), fell);
        assertEquals(Optional.of(State.ENABLED), host.state(NOTES));
        assertEquals(serves, host.says("local.notes/version", "a"));
    }

    private static Pack release(String version) {
        return Pack.code(NOTES, version, "version");
    }

    private void update(Pack pack) {
        host.run("update", "", "upload", upload(pack));
    }

    private String upload(Pack pack) {
        return host.uploads.put(pack.signed(host.operator));
    }
}
