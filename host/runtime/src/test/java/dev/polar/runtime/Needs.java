package dev.polar.runtime;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.polar.runtime.child.ChildStarter;
import dev.polar.runtime.child.Confinement;
import dev.polar.runtime.child.Interpreters;
import java.nio.file.Path;

/** What a test needs of the machine. Missing, the test is skipped with a sentence; with polar.ci=true it fails. */
public final class Needs {
    /** Shared by all tests of the module, as it is by all of a host. */
    public static final ChildStarter STARTER = new ChildStarter();

    private static final Confinement CONFINEMENT = Confinement.probe(STARTER);

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(STARTER::close));
    }

    private Needs() {}

    public static Confinement.Available confinement() {
        if (CONFINEMENT instanceof Confinement.Available available) {
            return available;
        }
        return missing(CONFINEMENT.missing().orElseThrow());
    }

    /** Limits over all of a child. */
    public static void controlGroups() {
        if (!STARTER.groups().missing().isEmpty()) {
            missing("no control groups can be made here (root, or a service with Delegate=yes)");
        }
    }

    /** The weaker cage, on a machine that has the stronger too. */
    public static Confinement.Available landlock() {
        return Weaker.FOUND instanceof Confinement.Available available
                ? available
                : missing(Weaker.FOUND.missing().orElseThrow());
    }

    private static final class Weaker {
        static final Confinement FOUND =
                Confinement.landlock(STARTER, Path.of("target", "children").toAbsolutePath());
    }

    public static Path python() {
        return Interpreters.ofThisMachine()
                .resolve("python3")
                .orElseGet(() -> missing("python3 is missing (package 'python3')"));
    }

    public static Path node() {
        return Interpreters.ofThisMachine()
                .resolve("node")
                .orElseGet(() -> missing("node is missing (package 'nodejs')"));
    }

    public static <T> T missing(String sentence) {
        if (Boolean.getBoolean("polar.ci") || "true".equals(System.getenv("POLAR_CI"))) {
            return fail(sentence);
        }
        return abort(sentence);
    }
}
