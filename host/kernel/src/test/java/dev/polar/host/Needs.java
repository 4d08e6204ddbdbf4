package dev.polar.host;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.polar.runtime.child.ChildStarter;
import dev.polar.runtime.child.Confinement;

/** What a test needs of the machine. Missing, the test is skipped with a sentence; with polar.ci=true it fails. */
public final class Needs {
    private Needs() {}

    public static void cages() {
        try (var starter = new ChildStarter()) {
            cages(starter);
        }
    }

    public static Confinement cages(ChildStarter starter) {
        var confinement = Confinement.probe(starter);
        confinement.missing().ifPresent(Needs::missing);
        return confinement;
    }

    private static void missing(String sentence) {
        if (Boolean.getBoolean("polar.ci")) {
            fail(sentence);
        }
        abort(sentence);
    }
}
