package dev.polar.runtime.child;

import dev.polar.spi.Refusal;
import java.time.Duration;
import java.util.Optional;

/** One run of a confined program that does nothing. */
final class Trial {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private Trial() {}

    /** What is wrong, or empty. */
    static Optional<String> run(ChildStarter starter, Confinement.Available confinement, Cage cage) {
        Child child;
        try {
            child = confinement.start(starter, "confinement probe", cage, line -> {});
        } catch (Refusal refusal) {
            return Optional.of(refusal.getMessage());
        }
        var exit = child.awaitExit(PATIENCE);
        child.end(Duration.ZERO, Duration.ZERO);
        if (exit.isPresent() && exit.get() == 0) {
            return Optional.empty();
        }
        var said = child.lastWords();
        if (confinement instanceof Landlocked) {
            return Optional.of(said.isEmpty() ? "what does nothing did not end" : said);
        }
        if (said.contains("disable-userns")) {
            return Optional.of("bubblewrap is older than 0.8 (package 'bubblewrap')");
        }
        if (said.contains("prlimit")) {
            return Optional.of("prlimit is missing (package 'util-linux')");
        }
        return Optional.of("bubblewrap (package 'bubblewrap') cannot confine a process here: "
                + (said.isEmpty() ? "it did not end" : said));
    }
}
