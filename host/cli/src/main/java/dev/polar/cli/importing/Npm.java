package dev.polar.cli.importing;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.text.CleanText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The npm of this machine, with which packages are fetched and never run. */
public final class Npm {
    private static final List<String> FLAGS = List.of(
            "--ignore-scripts",
            "--omit=dev",
            "--no-bin-links",
            "--no-audit",
            "--no-fund",
            "--no-update-notifier",
            "--no-progress",
            "--loglevel=error");

    private final List<String> command;
    private final Duration patience;

    /** @param command the program and what goes before its first argument */
    public Npm(List<String> command, Duration patience) {
        this.command = List.copyOf(command);
        this.patience = patience;
    }

    /** The npm that is found on the host's path, with five minutes for each package. */
    public static Npm ofThisMachine() {
        return new Npm(List.of("npm"), Duration.ofMinutes(5));
    }

    /**
     * Resolves one package and all it needs, and unpacks them.
     *
     * @param directory an empty directory
     * @throws Refusal {@code NOT_FOUND}, {@code HTTP_FAILED}, {@code LAUNCHER_FETCHES} if npm is missing
     */
    NpmTree install(NpmSpec spec, Path directory) {
        try {
            Files.writeString(directory.resolve("package.json"), "{\"private\":true}\n");
            var log = directory.resolve("npm.log");
            var line = new ArrayList<>(command);
            line.add("install");
            line.addAll(FLAGS);
            line.add(spec.toString());
            var process = new ProcessBuilder(line)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                throw failed(spec, "npm took longer than " + patience.toSeconds() + " s");
            }
            if (process.exitValue() != 0) {
                throw refused(spec, Files.readString(log));
            }
            return NpmTree.read(directory, spec);
        } catch (IOException e) {
            throw new Refusal(
                    Code.LAUNCHER_FETCHES,
                    "npm is needed to resolve '" + spec + "', and cannot be run: " + e.getMessage(),
                    "install it (package 'npm'), then import again");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(spec, "it was interrupted");
        }
    }

    private static Refusal refused(NpmSpec spec, String log) {
        if (log.contains("E404") || log.contains("ETARGET")) {
            return new Refusal(
                    Code.NOT_FOUND, "the registry has no package '" + spec + "'", "correct the name or the version");
        }
        var last = log.lines().filter(text -> !text.isBlank()).reduce("", (one, other) -> other);
        return failed(spec, CleanText.line(last));
    }

    private static Refusal failed(NpmSpec spec, String why) {
        return new Refusal(Code.HTTP_FAILED, "npm could not resolve '" + spec + "': " + why, "import again later");
    }
}
