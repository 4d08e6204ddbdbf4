package dev.polar.host.gate;

import dev.polar.host.gate.Actions.Ended;
import dev.polar.spi.Code;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Callers that call without end, and what became of each call as they were told. */
final class Load implements AutoCloseable {
    private final Actions host;
    private final Consumer<Ended> told;
    private final Queue<Ended> ended = new ConcurrentLinkedQueue<>();
    private final AtomicInteger number = new AtomicInteger();
    private final List<Throwable> faults = new CopyOnWriteArrayList<>();
    private final List<Thread> callers = new ArrayList<>();
    private volatile boolean over;

    Load(Actions host, int callers) {
        this(host, callers, ended -> {});
    }

    Load(Actions host, int callers, Consumer<Ended> told) {
        this.host = host;
        this.told = told;
        for (int i = 0; i < callers; i++) {
            this.callers.add(Thread.ofVirtual()
                    .uncaughtExceptionHandler((thread, fault) -> faults.add(fault))
                    .start(this::callAgainAndAgain));
        }
    }

    private void callAgainAndAgain() {
        while (!over) {
            var one = host.call(number.getAndIncrement());
            ended.add(one);
            told.accept(one);
            if (one.refused().filter(Code.AUDIT_UNAVAILABLE::equals).isPresent()) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20)); // at a closed fence nobody is held up
            }
        }
    }

    int count() {
        return ended.size();
    }

    long answered() {
        return ended.stream().filter(Ended::answered).count();
    }

    /** How many were refused so. */
    long refused(Code code) {
        return ended.stream()
                .filter(one -> one.refused().filter(code::equals).isPresent())
                .count();
    }

    Set<String> idsOfAnswered() {
        return ended.stream().filter(Ended::answered).map(Ended::id).collect(Collectors.toSet());
    }

    Duration longest() {
        return ended.stream().map(Ended::took).max(Duration::compareTo).orElse(Duration.ZERO);
    }

    List<Throwable> faults() {
        return faults;
    }

    @Override
    public void close() {
        over = true;
        for (var caller : callers) {
            try {
                caller.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
