package dev.polar.host.lifecycle;

import dev.polar.host.snapshot.PluginFacts;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.time.Duration;
import java.util.List;

/**
 * Lets generations that gave way finish the calls inside, for a bounded time. Until then what they hold of the broker
 * works; then the calls are cancelled and the generations closed.
 */
final class Draining implements AutoCloseable {
    private static final Duration MOST = Duration.ofSeconds(10);
    /** Calls that were resolved before the switch and have not joined yet. */
    private static final Duration LEAST = Duration.ofMillis(100);

    private static final Duration LOOK = Duration.ofMillis(10);
    private static final Duration NOTICE = Duration.ofSeconds(2);

    private final Parts parts;
    private final Roster roster;
    private final Aside aside;
    private final Aftermath aftermath;
    private volatile boolean hurry;

    Draining(Parts parts, Roster roster, Aside aside, Aftermath aftermath) {
        this.parts = parts;
        this.roster = roster;
        this.aside = aside;
        this.aftermath = aftermath;
    }

    /** Begins; the snapshot shows what took over. Each is closed before what it requires. */
    void begin(Transition transition, List<Running> gaveWay) {
        var ordered = Present.dependantsFirst(gaveWay);
        aftermath.begin("polar-drain", () -> {
            drain(ordered);
            parts.steps().reached(transition, Step.DRAINED);
        });
    }

    /** Does what nobody waits for. */
    void aside(String name, Runnable work) {
        aftermath.begin(name, work);
    }

    private void drain(List<Running> gaveWay) {
        var began = System.nanoTime();
        for (var running : gaveWay) {
            while (!finished(running, Duration.ofNanos(System.nanoTime() - began))) {
                pause();
            }
        }
        for (var running : gaveWay) {
            end(running);
        }
    }

    private boolean finished(Running running, Duration since) {
        var inside = parts.inFlight().holds(running.generation().id());
        return hurry || since.compareTo(MOST) >= 0 || !inside && since.compareTo(LEAST) >= 0;
    }

    /** Unless it was taken out meanwhile, by somebody who ends it. */
    private void end(Running running) {
        if (roster.drained(running)) {
            parts.inFlight().cancel(running.generation().id(), gone(running.shown()));
            aside.tell(Unloading.of(running, NOTICE));
        }
    }

    private static Refusal gone(PluginFacts facts) {
        return new Refusal(
                Code.PLUGIN_DISABLED,
                "version " + facts.version() + " of " + facts.plugin() + " gave way, and its calls had their time",
                "call it again: another version serves");
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for no call any more. */
    @Override
    public void close() {
        hurry = true;
        aftermath.await();
    }
}
