package dev.polar.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Asks the host's verifier and the one in a file, and holds one against the other. */
record TwoVerifiers(Path home) {

    /** What both say. Only the reason after the colon is each one's own. */
    Said verify(String of, Object... args) {
        return both(of, List.of("audit", "verify"), args);
    }

    /** The same of a bundle, for which the host has another word. */
    Said bundle(String of, Object... args) {
        return both(of, List.of("audit", "bundle", "verify"), args);
    }

    private Said both(String of, List<String> verb, Object... args) {
        var words = Stream.concat(verb.stream(), Arrays.stream(args)).toArray();
        var first = Said.of(new Run.At(home).polar(words));
        var second = Said.of(SecondVerifier.verify(args));
        assertEquals(
                first.exit + " " + first.verdict,
                second.exit + " " + second.verdict,
                () -> of + "\n" + first.whole + "\n" + second.whole);
        return second;
    }

    record Said(int exit, String verdict, String whole) {
        static Said of(Run run) {
            var whole = run.out() + run.err();
            var line = run.out().isEmpty() ? run.err() : run.out();
            var until = line.startsWith("DAMAGED") ? line.indexOf(':') : line.indexOf('\n');
            if (line.startsWith("error")) {
                until = line.indexOf(' ', 6);
            }
            return new Said(run.exit(), line.substring(0, until).strip(), whole);
        }
    }
}
