package dev.polar.trust;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program that nobody here wrote, run as an oracle. */
public final class Foreign {
    private Foreign() {}

    /** What it said and how it ended. */
    public record Answer(int exit, String output) {
        /** Whether it ended with 0. */
        public boolean ok() {
            return exit == 0;
        }
    }

    /** Runs it in that directory; without the program the test is skipped and says so. */
    public static Answer run(Path directory, Object... command) throws IOException, InterruptedException {
        var words = List.of(command).stream().map(Object::toString).toList();
        assumeTrue(onPath(words.getFirst()), "skipped: " + words.getFirst() + " is not installed");
        var output = Files.createTempFile(directory, "output", ".txt");
        var process = new ProcessBuilder(words)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .redirectInput(new File("/dev/null"))
                .start();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                throw new AssertionError(words + " did not end within a minute");
            }
            return new Answer(process.exitValue(), Files.readString(output));
        } finally {
            process.destroyForcibly();
            Files.delete(output);
        }
    }

    private static boolean onPath(String program) {
        return program.contains("/")
                ? Files.isExecutable(Path.of(program))
                : List.of(System.getenv("PATH").split(":")).stream()
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
