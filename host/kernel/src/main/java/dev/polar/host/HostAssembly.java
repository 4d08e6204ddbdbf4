package dev.polar.host;

import dev.polar.adminapi.InstallationName;
import dev.polar.host.sink.AuditSinks;
import dev.polar.spi.Refusal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/** The whole host, wired by hand, from the database up to the front doors; each part is a page of its own. */
public final class HostAssembly implements AutoCloseable {
    static final String VERSION = "0.1.0";

    private final Ending ending = new Ending();
    private volatile String address = "";
    private volatile boolean startsAgain;
    private volatile Optional<OperatorDoor.Open> door = Optional.empty();

    private HostAssembly() {}

    /**
     * Starts a host; when this returns its doors are open.
     *
     * @param whenTold is run when an operator tells it to end
     * @throws Refusal {@code HOST_RUNNING}, {@code PORT_TAKEN}, {@code DATABASE_UNAVAILABLE}, {@code SETTING_INVALID},
     *     {@code DEV_INSTALLATION}
     */
    public static HostAssembly start(Settings settings, Runnable whenTold) {
        var host = new HostAssembly();
        try {
            host.assemble(settings, whenTold);
            return host;
        } catch (RuntimeException e) {
            host.close();
            throw e;
        }
    }

    private void assemble(Settings settings, Runnable whenTold) {
        var clock = InstantSource.system();
        InstallationName.requireFit(settings.dataDir().value(), settings.development());
        var remembered = Remembered.open(settings, clock, ending);
        var machine = Machine.probed(settings, ending);
        var signed = Signed.read(settings, remembered, machine, clock);
        var calling = Calling.through(settings, remembered, signed, this::address, clock, ending);
        settings.restartAfter()
                .value()
                .ifPresent(after -> calling.inFlight().onTaint(() -> startAgain(after, whenTold)));
        var running = Running.on(
                machine,
                remembered,
                signed,
                calling,
                settings.serverIdle().value(),
                settings.serverStart().value(),
                clock,
                ending);
        var sinks = new AuditSinks(
                remembered.database(),
                remembered.journal(),
                calling.snapshots()::current,
                remembered.membership().lease(),
                calling.takenIn(),
                clock);
        var changing = Changing.of(settings, remembered, signed, calling, running, sinks, this::address, clock, ending);
        ending.with(sinks); // before the plugins end that it feeds
        var front = FrontDoors.shut(settings, remembered, calling, changing, this::address, clock, ending);
        signed.memory().start(() -> {
            Changing.reread(signed, calling); // another node may have changed it meanwhile
            changing.lifecycle().boot();
            address = front.open();
            remembered.membership().open(address);
            changing.refreshing().start();
            sinks.start();
        });
        var closed = new OperatorDoor(
                settings, remembered, machine, signed, calling, running, changing, front, sinks, this::address, clock);
        door = Optional.of(closed.open(whenTold, ending));
    }

    /** Where operators come in; empty until it opens. */
    Optional<OperatorDoor.Open> door() {
        return door;
    }

    /** Where the front doors are; empty until they open. */
    public String address() {
        return address;
    }

    /** Whether it ends only to start again, without the revoked code that runs in it. */
    public boolean wantsToStartAgain() {
        return startsAgain;
    }

    /** Other plugins' calls get that long to end; nothing new is admitted meanwhile. */
    private void startAgain(Duration after, Runnable end) {
        LoggerFactory.getLogger(HostAssembly.class)
                .error(
                        "revoked code does not end: the host ends in {} s, to start again without it",
                        after.toSeconds());
        CompletableFuture.delayedExecutor(after.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> {
                    startsAgain = true;
                    end.run();
                });
    }

    @Override
    public void close() {
        ending.close();
    }
}
