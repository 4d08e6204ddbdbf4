package dev.polar.runtime.child;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * A process that began a session, and all that is in it: whoever cannot begin one of his own stays in it, whatever
 * became of his parents.
 *
 * @param leader the number of the process, of its session and of its group
 * @param started in ticks since the machine's start, which tells apart two processes with one number
 */
record Session(long leader, long started) {
    private static final Path PROC = Path.of("/proc");
    private static final long MOMENT = 2_000_000;
    private static final int MOMENTS = 500;

    /** Of that process, if it is there; whether it leads a session is its affair. */
    static Optional<Session> of(long pid) {
        return Stat.of(pid).map(stat -> new Session(pid, stat.started));
    }

    boolean leaderLives() {
        return Stat.of(leader).filter(stat -> stat.started == started).isPresent();
    }

    /** Those that live. */
    List<ProcessHandle> members() {
        var first = Stat.of(leader);
        if (first.isPresent() && first.get().started != started) {
            return List.of(); // the session is long gone: its number is somebody else's
        }
        var members = new ArrayList<ProcessHandle>();
        try (var processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (var process : processes) {
                var pid = Long.parseLong(process.getFileName().toString());
                var stat = Stat.of(pid).filter(found -> found.session == leader && found.state != 'Z');
                if (stat.isPresent() && (first.isPresent() || stat.get().started >= started && confined(process))) {
                    ProcessHandle.of(pid).ifPresent(members::add);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // It went while it was looked at.
        }
        return members;
    }

    /** Of a session without its leader: the number could be that of a later one whose leader has ended too. */
    private static boolean confined(Path process) {
        try {
            var status = Files.readString(process.resolve("status"));
            return status.contains("NoNewPrivs:\t1\n") && status.contains("Seccomp:\t2\n");
        } catch (IOException gone) {
            return false;
        }
    }

    /** SIGKILL for the whole, at once, so that no member can have another before its turn comes. */
    void end() {
        for (int i = 0; i < MOMENTS; i++) {
            var members = members();
            if (members.isEmpty()) {
                return;
            }
            if (i == 0) {
                killGroup();
            }
            members.forEach(ProcessHandle::destroyForcibly);
            LockSupport.parkNanos(MOMENT);
        }
    }

    private void killGroup() {
        try {
            var kill = new ProcessBuilder("/bin/sh", "-c", "kill -KILL -- -" + leader)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            kill.waitFor();
        } catch (IOException e) {
            // One by one, then.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What proc_pid_stat(5) tells; the name in its second field may hold blanks and brackets. */
    private record Stat(char state, long session, long started) {
        static Optional<Stat> of(long pid) {
            try {
                var stat = Files.readString(PROC.resolve(Long.toString(pid)).resolve("stat"));
                var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
                return Optional.of(
                        new Stat(fields[0].charAt(0), Long.parseLong(fields[3]), Long.parseLong(fields[19])));
            } catch (IOException gone) {
                return Optional.empty();
            }
        }
    }
}
