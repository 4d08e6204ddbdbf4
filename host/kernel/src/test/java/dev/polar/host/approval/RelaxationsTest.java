package dev.polar.host.approval;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.polar.host.gate.FakeGeneration;
import dev.polar.host.store.TestDatabase;
import dev.polar.spi.Caller;
import dev.polar.spi.Code;
import dev.polar.spi.Effect;
import dev.polar.spi.Refusal;
import dev.polar.trust.admission.Level;
import dev.polar.trust.permission.Grant;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When it is proposed to allow what is asked for; it is never done by itself. */
@Execution(ExecutionMode.SAME_THREAD) // each test has a database of its own
class RelaxationsTest {
    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    Path data;

    private final Caller.Client client = new Caller.Client("claude");
    private final Set<String> allowed = ConcurrentHashMap.newKeySet();
    private AskedWorld world;
    private Relaxations relaxations;
    private int number;

    @BeforeEach
    void a_world() {
        world = new AskedWorld(data, database.get(), List.of(), call -> {
            if (call.arguments().getString("text").startsWith("fails")) {
                throw new Refusal(Code.TOOL_FAILED, "it fails", "");
            }
            return FakeGeneration.text("done");
        });
        relaxations = new Relaxations(
                world.approvals, world.served, one -> !allowed.contains(one.caller()), InstantSource.system());
    }

    @AfterEach
    void the_end() {
        world.close();
    }

    /** y a yes, n a no, f a yes to what fails, u an update, o a request that nobody answers. */
    @ParameterizedTest
    @CsvSource({
        "yyyyy, 5",
        "yyyyyy, 6",
        "yyyy, 0",
        "yyyynyyyy, 0",
        "yyyynyyyyy, 5",
        "yyyyyn, 0",
        "yyyyyu, 0",
        "yyyyuy, 0",
        "uyyyyy, 5",
        "yyyyf, 0",
        "yyyyfyyyyy, 5",
        "yyoyyy, 5"
    })
    void five_yes_in_a_row_propose_and_whatever_else_happens_begins_again(String sequence, int times) {
        sequence.chars().forEach(this::happen);
        assertEquals(
                times == 0 ? List.of() : List.of(new Relaxation("client:claude", "acme.files/write", times)),
                relaxations.proposed());
    }

    private void happen(int what) {
        switch (what) {
            case 'y' -> yes("text");
            case 'n' -> world.consent(world.anna, "deny", world.asked(client, "text" + number++), "reason", "no");
            case 'f' -> yes("fails");
            case 'u' -> world.update("2.0.0");
            case 'o' -> world.asked(client, "text" + number++);
            default -> throw new IllegalArgumentException("" + what);
        }
    }

    private void yes(String what) {
        var text = what + number++;
        world.approve(world.anna, world.asked(client, text));
        world.gate.call(AskedWorld.call(client, "s", text));
    }

    @Test
    void what_is_proposed_is_a_command_for_exactly_that_and_gone_once_it_is_allowed() {
        "yyyyy".chars().forEach(this::happen);
        assertEquals(
                "polar policy allow 'acme.files/write' --caller 'client:claude'",
                relaxations.proposed().getFirst().command());
        allowed.add("client:claude");
        assertEquals(List.of(), relaxations.proposed());
    }

    @Test
    void what_an_operator_wrote_a_rule_for_is_not_proposed() {
        world.rules("");
        "yyyyy".chars().forEach(this::happen);
        assertEquals(List.of(), relaxations.proposed());
    }

    @Test
    void what_cannot_be_undone_is_not_proposed() {
        world.make(Level.LOCAL, Effect.IRREVERSIBLE, Grant.NONE);
        "yyyyy".chars().forEach(this::happen);
        assertEquals(List.of(), relaxations.proposed());
    }
}
