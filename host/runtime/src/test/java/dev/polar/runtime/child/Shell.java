package dev.polar.runtime.child;

import dev.polar.runtime.Needs;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Shell scripts in a cage. */
final class Shell {
    private Shell() {}

    static Cage cage(Path files, Cage.Data data, String script) {
        return cage(files, data, "/bin/sh", script);
    }

    static Cage with(Cage cage, Cage.Limits limits) {
        return new Cage(
                cage.files(),
                cage.data(),
                cage.shares(),
                cage.programs(),
                cage.environment(),
                cage.directory(),
                cage.command(),
                cage.egress(),
                limits);
    }

    static Cage cage(Path files, Cage.Data data, String shell, String script) {
        return new Cage(
                files,
                data,
                List.of(),
                List.of(),
                Map.of("LANG", "C.UTF-8"),
                Cage.ROOT,
                List.of(shell, "-c", script),
                Optional.empty(),
                new Cage.Limits(512L << 20, 64, 256, 1L << 20, 2L << 20, 8L << 20));
    }

    static Child start(Path files, Cage.Data data, String script) {
        return Needs.confinement().start(Needs.STARTER, "test", cage(files, data, script), line -> {});
    }
}
