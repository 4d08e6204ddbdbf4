package dev.polar.conformance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * How a program of others' ended and what it said.
 *
 * @param out what it wrote to standard output
 * @param err what it wrote to standard error
 */
record Program(int exit, String out, String err) {
    private static final int SECONDS = 60;

    /** Runs Node with those words. */
    static Program node(Path scratch, String... words) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(NpmPackages.node().toString()));
        command.addAll(List.of(words));
        Files.createDirectories(scratch);
        var out = Files.createTempFile(scratch, "out", "");
        var err = Files.createTempFile(scratch, "err", "");
        var builder = new ProcessBuilder(command)
                .directory(scratch.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("HOME", scratch.toString()); // some keep things there
        var process = builder.start();
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            throw new IOException(command + " does not end: " + Files.readString(err));
        }
        return new Program(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    /** A script of ours, ready to be run. */
    static Path script(Path scratch, String resource) throws IOException {
        var file = scratch.resolve(Path.of(resource).getFileName());
        try (var in = Objects.requireNonNull(Program.class.getResourceAsStream("/" + resource), resource)) {
            return Files.writeString(file, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
