package dev.polar.host.broker;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.polar.runtime.child.Cage;
import dev.polar.runtime.child.ChildStarter;
import dev.polar.runtime.child.Confinement;
import dev.polar.runtime.child.Egress;
import dev.polar.runtime.child.Forwarder;
import dev.polar.runtime.child.Granted;
import dev.polar.runtime.child.Interpreters;
import dev.polar.runtime.child.Reaching;
import dev.polar.trust.permission.Grant;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Real programs in real cages. */
final class Caged implements AutoCloseable {
    private final ChildStarter starter = new ChildStarter();
    private final Confinement.Available confinement;

    Caged() {
        var found = Confinement.probe(starter, Forwarder.of(Workers.code()));
        assumeTrue(found instanceof Confinement.Available, () -> found.toString());
        this.confinement = (Confinement.Available) found;
    }

    /** What it wrote, to both, and how it ended. */
    record Ran(int exit, String output, List<String> errors) {}

    /** Runs a command with these hosts granted; the files are {@code /plugin}. */
    Ran run(Path files, Egress egress, List<String> permissions, String input, List<String> command)
            throws IOException {
        var grant = Grant.parse(permissions);
        var cage = new Cage(
                files,
                new Cage.Data.Fleeting(),
                List.of(),
                Interpreters.needed(Path.of(System.getProperty("java.home"), "bin", "java")),
                Granted.environment(),
                Cage.ROOT,
                command,
                Optional.empty(),
                Cage.Limits.DEFAULT);
        var errors = new CopyOnWriteArrayList<String>();
        var child = Reaching.of("test", confinement, grant, egress).start(starter, "test", cage, errors::add);
        try (var in = child.input()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        var output = new String(child.output().readAllBytes(), StandardCharsets.UTF_8);
        int exit = child.awaitExit(Duration.ofSeconds(60)).orElse(-1);
        child.cut();
        return new Ran(exit, output, errors);
    }

    @Override
    public void close() {
        starter.close();
    }
}
