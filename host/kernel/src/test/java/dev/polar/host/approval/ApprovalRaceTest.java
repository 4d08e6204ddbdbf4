package dev.polar.host.approval;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.polar.host.gate.Outcome;
import dev.polar.host.store.TestDatabase;
import dev.polar.spi.Caller;
import dev.polar.spi.Refusal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Many at once, on a real database: of any number exactly one wins. */
class ApprovalRaceTest {
    private static final int MANY = 64;

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    Path data;

    @RepeatedTest(3)
    void of_64_approvers_and_64_executors_one_each_makes_its_step() throws Exception {
        try (var world = new AskedWorld(data, database.get(), List.of())) {
            world.rules(", approvers: ['channel:web:default:*']");
            var client = AskedWorld.client();
            var id = world.asked(client, "a");
            var all = new ArrayList<Callable<Boolean>>();
            for (int i = 0; i < MANY; i++) {
                var person = new Caller.ChannelUser("web", "default", "room", "person-" + i);
                var word = i % 4 == 3 ? ApprovalState.REJECTED : ApprovalState.APPROVED;
                all.add(() -> wins(() -> world.inChat.decideAs(person, id, word)));
            }
            for (int i = 0; i < MANY; i++) {
                all.add(() -> {
                    world.gate.call(AskedWorld.call(client, "s", "a"));
                    return false;
                });
            }
            assertEquals(1, won(all));
            var outcomes = new ArrayList<Callable<Boolean>>();
            for (int i = 0; i < MANY; i++) {
                outcomes.add(() -> world.gate.call(AskedWorld.call(client, "s", "a")) instanceof Outcome.Answered);
            }
            won(outcomes);
            boolean yes = world.approvals.find(id).state() == ApprovalState.EXECUTED;
            assertEquals(yes ? 1 : 0, world.generation.calls());
            assertEquals(
                    1,
                    world.records("%\"action\":\"approve\"%\"ALLOW\"%")
                            + world.records("%\"reason\":\"APPROVAL_DENIED\"%"));
        }
    }

    @Test
    void the_same_call_64_times_at_once_asks_once() throws Exception {
        try (var world = new AskedWorld(data, database.get(), List.of())) {
            var client = AskedWorld.client();
            var all = new ArrayList<Callable<Optional<String>>>();
            for (int i = 0; i < MANY; i++) {
                all.add(() -> request(world.gate.call(AskedWorld.call(client, "s", "a"))));
            }
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                var ids = new HashSet<String>();
                for (var asked : threads.invokeAll(all)) {
                    asked.get().ifPresent(ids::add);
                }
                assertEquals(1, ids.size());
            }
            assertEquals(1, world.approvals.open().size());
        }
    }

    @Test
    void one_caller_has_five_open_requests_however_many_calls_come_at_once() throws Exception {
        try (var world = new AskedWorld(data, database.get(), List.of())) {
            var client = AskedWorld.client();
            var all = new ArrayList<Callable<Boolean>>();
            for (int i = 0; i < MANY; i++) {
                var text = "text-" + i;
                all.add(() -> world.gate.call(AskedWorld.call(client, "s", text)) instanceof Outcome.Answered);
            }
            assertEquals(0, won(all));
            assertEquals(Asking.MAX_OPEN, world.approvals.open().size());
        }
    }

    /** Of whom the database kept waiting too long nothing is asked. */
    private static Optional<String> request(Outcome outcome) {
        return outcome instanceof Outcome.Refused refused
                ? Optional.ofNullable(refused.why().details().get("approval"))
                : Optional.empty();
    }

    private static boolean wins(Runnable step) {
        try {
            step.run();
            return true;
        } catch (Refusal lost) {
            return false;
        }
    }

    private static long won(List<Callable<Boolean>> attempts) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            long won = 0;
            for (var attempt : threads.invokeAll(attempts)) {
                won += attempt.get() ? 1 : 0;
            }
            return won;
        }
    }
}
