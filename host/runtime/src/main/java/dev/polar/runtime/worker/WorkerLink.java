package dev.polar.runtime.worker;

import dev.polar.runtime.child.RestartBudget;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** A plugin's process: there while it can be, started again when it is asked for and has ended. */
final class WorkerLink {
    /** How to start one. */
    interface Opener {
        /**
         * @param begun takes the process before it is ready, so that it can be ended while it gets ready
         * @param breached as {@link WorkerProcess} tells it
         * @throws Refusal and then nothing stays behind
         */
        WorkerProcess open(Consumer<WorkerProcess> begun, Consumer<Refusal> breached, Instant deadline);
    }

    private final String name;
    private static final Duration START_AGAIN = Duration.ofSeconds(30);

    private final Opener opener;
    private final InstantSource clock;
    private final Consumer<Refusal> spent;
    private final RestartBudget budget = new RestartBudget();
    private final ReentrantLock opening = new ReentrantLock();
    private volatile Optional<WorkerProcess> begun = Optional.empty();
    private volatile Optional<WorkerProcess> ready = Optional.empty();
    private volatile Optional<Refusal> over = Optional.empty();

    /** @param spent is told, once, that it is not started again */
    WorkerLink(String name, Opener opener, InstantSource clock, Consumer<Refusal> spent) {
        this.name = name;
        this.opener = opener;
        this.clock = clock;
        this.spent = spent;
    }

    void start(Instant deadline) {
        open(deadline);
    }

    /**
     * The process, ready.
     *
     * @throws Refusal {@code CIRCUIT_OPEN}, {@code PLUGIN_QUARANTINED} if it is gone and cannot be started now
     */
    WorkerProcess process(Instant deadline) {
        return running().orElseGet(() -> locked(deadline, () -> running().orElseGet(() -> again(deadline))));
    }

    /**
     * The process, for whoever has less time than a start takes: if it is gone it is started all the same, for the next.
     *
     * @throws Refusal as {@link #process}
     */
    WorkerProcess ready() {
        return running().orElseGet(() -> {
            if (!opening.isLocked()) {
                Thread.ofVirtual().name("start " + name).start(this::startAgain);
            }
            throw new Refusal(Code.PLUGIN_CRASHED, name + " ended, and is started again", "try again");
        });
    }

    private void startAgain() {
        try {
            process(Instant.now().plus(START_AGAIN));
        } catch (Refusal told) {
            // whoever asks next is told
        }
    }

    private Optional<WorkerProcess> running() {
        over.ifPresent(why -> {
            throw why;
        });
        return ready.filter(process -> process.ended().isEmpty());
    }

    private WorkerProcess locked(Instant deadline, Supplier<WorkerProcess> work) {
        try {
            var patience = Duration.between(Instant.now(), deadline);
            if (!opening.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new Refusal(Code.TOOL_TIMEOUT, name + " was not ready before the deadline", "try again");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal(Code.TOOL_TIMEOUT, "the call to " + name + " was interrupted", "try again");
        }
        try {
            return work.get();
        } finally {
            opening.unlock();
        }
    }

    private WorkerProcess again(Instant deadline) {
        var why = ready.flatMap(WorkerProcess::ended).map(Refusal::getMessage).orElse(name + " did not start");
        budget.spent(name, why, clock.instant()).ifPresent(spentNow -> {
            giveUp(spentNow);
            throw spentNow;
        });
        ready.ifPresent(WorkerProcess::cut);
        return open(deadline);
    }

    private WorkerProcess open(Instant deadline) {
        var fresh = opener.open(this::begun, this::breached, deadline);
        ready = Optional.of(fresh);
        return fresh;
    }

    /** Whoever ends this link says so first and looks for the process afterwards, so one of us sees the other. */
    private void begun(WorkerProcess fresh) {
        begun = Optional.of(fresh);
        over.ifPresent(why -> {
            fresh.cut();
            throw why;
        });
    }

    /** Code that speaks in its host's name is not started again: it would do it again. */
    private void breached(Refusal why) {
        giveUp(new Refusal(Code.PLUGIN_QUARANTINED, why.getMessage(), why.hint()));
    }

    private void giveUp(Refusal why) {
        synchronized (this) {
            if (over.isPresent()) {
                return;
            }
            over = Optional.of(why);
        }
        spent.accept(why);
    }

    List<String> overdue() {
        return ready.filter(process -> process.ended().isEmpty())
                .map(WorkerProcess::overdue)
                .orElse(List.of());
    }

    /** Ends it for good; what stayed, in words. */
    List<String> end(Function<WorkerProcess, List<String>> ending) {
        synchronized (this) {
            over = over.or(() -> Optional.of(new Refusal(Code.PLUGIN_DISABLED, name + " was stopped", "")));
        }
        return begun.map(ending).orElse(List.of());
    }
}
