package dev.polar.runtime.child;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A process of a stranger's, and what it started. */
public final class Child {
    private static final Duration GONE = Duration.ofMillis(500);
    private static final long STAYS = 2_000_000_000;
    private static final long LOOK = 1_000_000;

    private final String name;
    private final Process process;
    private final InputStream output;
    private final StandardError errors;
    private final Optional<ControlGroup> group;
    private volatile Optional<String> endedBecause = Optional.empty();
    private volatile Optional<Session> session = Optional.empty();
    private volatile Runnable tidying = () -> {};

    Child(String name, Process process, Optional<ControlGroup> group, Consumer<String> log) {
        this.name = name;
        this.process = process;
        this.group = group;
        this.output = new PatientInput(process, process.getInputStream());
        this.errors = new StandardError(name, new PatientInput(process, process.getErrorStream()), log);
        errors.open();
    }

    /** Puts it into its control group and lets it begin. */
    void enterGroup() throws IOException {
        if (group.isPresent()) {
            try {
                group.get().add(process.pid());
            } catch (IOException e) {
                cut();
                throw e;
            }
            try {
                process.getOutputStream().write('\n');
                process.getOutputStream().flush();
            } catch (IOException e) {
                // It has ended already; whoever reads it finds out.
            }
        }
    }

    void removeGroup() {
        group.ifPresent(ControlGroup::close);
    }

    /**
     * It begins a session that nothing in it can leave, and that ends with it.
     *
     * @param tidying what is to be done when all of it has ended; may come more than once
     */
    void leads(Session session, Runnable tidying) {
        this.session = Optional.of(session);
        this.tidying = tidying;
        process.onExit().thenRun(() -> Thread.ofVirtual().start(this::finish));
    }

    private void finish() {
        session.ifPresent(Session::end);
        tidying.run();
    }

    /** Is run when it has ended, however it did; on a thread of its own, for it may take its time. */
    void onExit(Runnable work) {
        process.onExit().thenRun(() -> Thread.ofVirtual().start(work));
    }

    public OutputStream input() {
        return process.getOutputStream();
    }

    public InputStream output() {
        return output;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** The exit code, or empty if it still runs after that time. */
    public Optional<Integer> awaitExit(Duration patience) {
        try {
            return process.waitFor(patience.toNanos(), TimeUnit.NANOSECONDS)
                    ? Optional.of(process.exitValue())
                    : Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** How it ended, in words that follow its name. Waits a moment for the end of one whose pipes have ended. */
    public String ending() {
        var exit = awaitExit(GONE);
        var because = endedBecause.or(() -> group.flatMap(ControlGroup::excess));
        if (exit.isPresent() && because.isPresent()) {
            return "was ended because it " + because.get();
        }
        var crowded = wasCrowded() ? ", after it wanted too many processes" : "";
        return exit.map(code -> code > 128 ? "was ended by signal " + (code - 128) : "ended with exit code " + code)
                        .orElse("closed its output")
                + crowded;
    }

    /** Whether it was refused a process because it had too many. */
    boolean wasCrowded() {
        return group.filter(ControlGroup::wasCrowded).isPresent();
    }

    /** Kills it for a reason that {@link #ending} gives. */
    void endBecause(String reason) {
        endedBecause = Optional.of(reason);
        cut();
    }

    /** The last line it wrote to standard error, or empty. */
    public String lastWords() {
        return errors.last();
    }

    /**
     * Ends it and all it started. Its standard input should be closed by then: many servers leave at that. Bubblewrap
     * ends at once when told to, so it is what runs inside that is told.
     *
     * @param leave how long it may take to leave by itself
     * @param obey how long after SIGTERM; then follows SIGKILL
     * @return what is still there, in words; empty if nothing is
     */
    public List<String> end(Duration leave, Duration obey) {
        var family = family();
        if (awaitExit(leave).isEmpty()) {
            family().forEach(ProcessHandle::destroy);
            awaitExit(obey);
        }
        return kill(family);
    }

    /** SIGKILL for it and all it started: nothing is asked. What is still there, in words; empty if nothing is. */
    public List<String> cut() {
        return kill(family());
    }

    private List<ProcessHandle> family() {
        return session.map(Session::members)
                .orElseGet(() -> process.descendants().toList());
    }

    /** What runs inside goes first: the kernel ends its whole namespace, and bubblewrap sees that out and ends. */
    private List<String> kill(List<ProcessHandle> family) {
        family.forEach(ProcessHandle::destroyForcibly);
        awaitExit(family.isEmpty() ? Duration.ZERO : GONE);
        kill();
        group.ifPresent(ControlGroup::kill);
        finish();
        errors.close();
        removeGroup();
        return Stream.concat(Stream.of(process.toHandle()), family.stream())
                .filter(Child::stays)
                .map(left -> "process " + left.pid() + " of " + name)
                .toList();
    }

    /** SIGKILL, without waiting; bubblewrap takes all that runs inside with it. */
    void kill() {
        process.toHandle().destroyForcibly(); // the process's own method would close the pipes with words still in them
    }

    /** Whether it is still there a moment after SIGKILL. One that nobody has asked about yet is not. */
    private static boolean stays(ProcessHandle killed) {
        for (long end = System.nanoTime() + STAYS; System.nanoTime() < end; LockSupport.parkNanos(LOOK)) {
            if (ProcessStatus.of(killed.pid()).map(ProcessStatus::isDead).orElse(true) || !killed.isAlive()) {
                return false;
            }
        }
        return true;
    }
}
