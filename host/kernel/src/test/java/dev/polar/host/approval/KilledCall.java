package dev.polar.host.approval;

import dev.polar.host.store.Database;
import dev.polar.runtime.Answer;
import dev.polar.spi.Caller;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** A host process to be killed: has a call approved, whose tool leaves a line and then takes for ever. */
public final class KilledCall {
    static final String RUNS = "runs";

    private KilledCall() {}

    public static void main(String[] args) {
        var data = Path.of(args[0]);
        var database = Database.embedded(data, Path.of(args[1]));
        var world = new AskedWorld(data, database, List.of(), call -> {
            left(data);
            System.out.println("entered");
            return forEver();
        });
        var client = new Caller.Client("claude");
        var id = world.asked(client, "a");
        world.approve(world.anna, id, "uses", "3");
        System.out.println("approved " + id);
        world.gate.call(AskedWorld.call(client, "s", "a"));
    }

    private static Answer forEver() {
        while (true) {
            LockSupport.park();
        }
    }

    /** That it ran, outside of everything that could be undone. */
    static void left(Path data) {
        try {
            Files.writeString(data.resolve(RUNS), "ran\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
