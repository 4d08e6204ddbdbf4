package dev.polar.runtime.child;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the kernel says of a process: fields 3 and 22 of proc_pid_stat(5).
 *
 * @param started in ticks since the machine's start, which tells apart two processes with one number
 */
record ProcessStatus(char state, long started) {
    static Optional<ProcessStatus> of(long pid) {
        try {
            var stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            // The name in field 2 may hold blanks and brackets.
            var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return Optional.of(new ProcessStatus(fields[0].charAt(0), Long.parseLong(fields[19])));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    /** It runs no more; whose child it is has not looked yet. */
    boolean isDead() {
        return state == 'Z' || state == 'X';
    }
}
