package dev.polar.host.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The server that runs on a data directory. One whose host was killed still holds the files, so it is stopped before a
 * new one starts; the caller holds the data directory's lock, so no living host is robbed.
 */
record ServerProcess(ProcessHandle process) {

    /** The server that works in this directory, if {@code postmaster.pid} names one and it is one. */
    static Optional<ServerProcess> of(Path files) {
        String first;
        try {
            first = Files.readString(files.resolve("postmaster.pid"))
                    .lines()
                    .findFirst()
                    .orElse("")
                    .strip();
        } catch (IOException e) {
            return Optional.empty();
        }
        if (!first.matches("[1-9][0-9]{0,8}")) {
            return Optional.empty();
        }
        // After a reboot the number may belong to anyone: only a process that works in this directory is ours.
        long pid = Long.parseLong(first);
        return ProcessHandle.of(pid).filter(process -> worksIn(files, pid)).map(ServerProcess::new);
    }

    private static boolean worksIn(Path files, long pid) {
        try {
            return Files.isSameFile(files, Path.of("/proc", Long.toString(pid), "cwd"));
        } catch (IOException e) {
            return false;
        }
    }

    /** Asks for a fast shutdown, then for an immediate one; both leave files the next start can use. */
    void stop() {
        if (!ended("INT", 15) && !ended("QUIT", 10)) {
            throw new IllegalStateException(
                    "the PostgreSQL of an earlier host, process " + process.pid() + ", does not stop");
        }
    }

    private boolean ended(String signal, int seconds) {
        try {
            new ProcessBuilder("/bin/sh", "-c", "kill -" + signal + " " + process.pid())
                    .inheritIO()
                    .start()
                    .waitFor();
            process.onExit().get(seconds, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (IOException | ExecutionException e) {
            throw new IllegalStateException("could not stop process " + process.pid(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while stopping process " + process.pid(), e);
        }
    }
}
