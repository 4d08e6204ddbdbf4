package dev.polar.host.lifecycle;

import dev.polar.host.gate.Outcome;
import dev.polar.host.store.Database;
import dev.polar.host.store.TestDatabase;
import dev.polar.runtime.Call;
import dev.polar.runtime.Cancellation;
import dev.polar.runtime.Target;
import dev.polar.runtime.Usage;
import dev.polar.spi.Caller;
import dev.polar.spi.Code;
import dev.polar.spi.PluginId;
import dev.polar.spi.Trace;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Two hosts of one installation on one database; each has a cable to it, and one more for its lease alone. */
final class TwoHosts implements AutoCloseable {
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(20);

    private final Deque<AutoCloseable> toClose = new ArrayDeque<>();
    final Cable aCable;
    final Cable bCable;
    final Cable bLease;
    final TestHost a;
    final TestHost b;

    TwoHosts(Path directory, TestDatabase database) throws IOException {
        aCable = closing(new Cable(database.port()));
        bCable = closing(new Cable(database.port()));
        bLease = closing(new Cable(database.port()));
        var aPool = through(database, aCable);
        a = closing(TestHost.join(directory.resolve("a"), aPool, aPool));
        var joined = Files.createDirectories(directory.resolve("b"));
        for (var file : new String[] {"operators.json", "operator.pem", "master.key"}) {
            Files.copy(directory.resolve("a").resolve(file), joined.resolve(file));
        }
        b = closing(TestHost.join(joined, through(database, bCable), through(database, bLease)));
    }

    private Database through(TestDatabase database, Cable cable) {
        return closing(database.reopenedThrough(cable.port()));
    }

    static Outcome call(TestHost host, String plugin, String tool) {
        return host.gate.call(new Call(
                UUID.randomUUID().toString(),
                Target.tool(new PluginId(plugin), tool),
                JsonValue.EMPTY_JSON_OBJECT,
                new Caller.Operator("alice"),
                "a-session",
                new Trace(""),
                Optional.empty(),
                new Usage(),
                new Cancellation()));
    }

    /** Why that call is refused, empty if it is not. */
    static Optional<Code> refused(TestHost host, String plugin, String tool) {
        return call(host, plugin, tool) instanceof Outcome.Refused refused
                ? Optional.of(refused.why().code())
                : Optional.empty();
    }

    /** Looks until it holds. */
    static boolean soon(BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
        return true;
    }

    private <T extends AutoCloseable> T closing(T part) {
        toClose.push(part);
        return part;
    }

    @Override
    public void close() throws IOException {
        try {
            while (!toClose.isEmpty()) {
                toClose.pop().close();
            }
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
