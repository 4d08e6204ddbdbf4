package dev.polar.runtime.child;

import dev.polar.runtime.seccomp.Architecture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A small host that some user runs in a folder of his: confines what it is told to and passes on what that says. */
final class Elsewhere {
    private static final String BOMB =
            "i=0; while [ $i -lt 300 ]; do sleep 3 & i=$((i+1)); done; echo all of them; kill $(jobs -p)";

    private Elsewhere() {}

    public static void main(String[] args) throws IOException {
        var folder = Path.of(args[1]);
        try (var starter = new ChildStarter(ControlGroups.NONE);
                var surroundings = Surroundings.in(folder)) {
            var cage = switch (args[0]) {
                case "attempts" -> surroundings.cage();
                case "bomb" -> Shell.cage(surroundings.files(), new Cage.Data.Fleeting(), BOMB);
                default -> throw new IllegalArgumentException(args[0]);
            };
            var held = new Landlocked(Architecture.here().orElseThrow(), Files.createDirectory(folder.resolve("run")));
            var child = held.start(starter, "test", cage, System.err::println);
            child.input().close();
            child.output().transferTo(System.out);
            System.out.flush();
            child.cut();
        }
    }
}
