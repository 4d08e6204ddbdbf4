package dev.polar.dist;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** One bash that runs block after block, as somebody who copies them from a page, with no terminal to be asked at. */
final class Terminal implements AutoCloseable {
    private static final String END = "\u001e";

    private final Process bash;
    private final BufferedReader output;
    private final Path block;

    /**
     * What a block did.
     *
     * @param output both streams, as they came
     * @param exit 0 if every command succeeded, otherwise what the last that failed ended with
     */
    record Did(String output, int exit) {}

    /** @param limitSeconds after which it is ended, whatever it does */
    Terminal(Path directory, Path scratch, Map<String, String> environment, int limitSeconds) throws IOException {
        var builder = new ProcessBuilder("timeout", "-k", "5", Integer.toString(limitSeconds), "bash")
                .directory(directory.toFile())
                .redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("POLAR_"));
        builder.environment().putAll(environment);
        bash = builder.start();
        output = bash.inputReader();
        block = scratch.resolve("block.sh");
        bash.outputWriter().write("trap 'failed=$?' ERR\n");
    }

    Did run(String commands) throws IOException {
        Files.writeString(block, commands + "\n");
        var in = bash.outputWriter();
        in.write("failed=0; set -E; . '" + block + "' </dev/null; echo \"" + END + "$failed\"\n");
        in.flush();
        var seen = new StringBuilder();
        for (var line = output.readLine(); line != null; line = output.readLine()) {
            int end = line.indexOf(END);
            if (end >= 0) {
                return new Did(seen + line.substring(0, end), Integer.parseInt(line.substring(end + 1)));
            }
            seen.append(line).append('\n');
        }
        throw new IOException("bash ended, after it had said:\n" + seen);
    }

    @Override
    public void close() {
        bash.destroy();
        bash.onExit().join();
    }
}
