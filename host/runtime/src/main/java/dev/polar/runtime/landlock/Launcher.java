package dev.polar.runtime.landlock;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.polar.runtime.landlock.Kernel.Failed;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Restricts its own thread as ordered and becomes the program. If anything cannot be had, nothing runs. */
public final class Launcher {
    /** What it ends with if nothing ran. */
    public static final int FAILED = 125;

    /** Scopes for signals and abstract sockets came with 6: without them a child could end its host. */
    private static final int LEAST_ABI = 6;

    private static final int PR_SET_PDEATHSIG = 1;
    private static final int PR_SET_SECCOMP = 22;
    private static final int PR_CAPBSET_DROP = 24;
    private static final int PR_SET_NO_NEW_PRIVS = 38;
    private static final int SECCOMP_MODE_FILTER = 2;
    private static final int SIGKILL = 9;
    private static final int SIG_SETMASK = 2;
    private static final int CLOSE_RANGE_CLOEXEC = 4;
    private static final int CAPABILITY_VERSION_3 = 0x2008_0522;

    private final Kernel kernel = new Kernel();
    private final Kernel.Numbers numbers = kernel.numbers;
    private final Orders orders;

    private Launcher(Orders orders) {
        this.orders = orders;
    }

    /** The program's entry: orders on standard input, no arguments. */
    public static void main(String[] none) throws IOException {
        try {
            new Launcher(Orders.read(new FileInputStream(FileDescriptor.in))).run();
        } catch (Failed e) {
            new PrintStream(System.err, true, StandardCharsets.UTF_8).println("cannot confine: " + e.getMessage());
        }
        Runtime.getRuntime().halt(FAILED);
    }

    private void run() throws Failed {
        long abi = kernel.tryCall(Kernel.LANDLOCK_CREATE_RULESET, 0, 0, 1);
        if (abi < LEAST_ABI) {
            throw new Failed("Landlock of this kernel is " + (abi < 0 ? "off" : "version " + abi) + ", and version "
                    + LEAST_ABI + " (Linux 6.12) is needed");
        }
        var argv = kernel.texts(orders.command());
        var environment = kernel.texts(orders.environment());
        var program = kernel.text(orders.command().getFirst());
        var filter = filter();
        kernel.call("a session of its own", numbers.setsid);
        kernel.call("to end with the host", numbers.prctl, PR_SET_PDEATHSIG, SIGKILL);
        kernel.call(
                "the directory", numbers.chdir, kernel.text(orders.directory()).address());
        kernel.call("no descriptors", Kernel.CLOSE_RANGE, 3, 0xFFFF_FFFFL, CLOSE_RANGE_CLOEXEC);
        var noSignals = kernel.arena.allocate(JAVA_LONG);
        kernel.call("no blocked signals", numbers.sigprocmask, SIG_SETMASK, noSignals.address(), 0, 8);
        kernel.call("no new privileges", numbers.prctl, PR_SET_NO_NEW_PRIVS, 1);
        dropCapabilities();
        int rules = new Ruleset(kernel).of(orders.paths());
        limit();
        kernel.call("Landlock", Kernel.LANDLOCK_RESTRICT_SELF, rules, 0);
        kernel.call("the system call filter", numbers.prctl, PR_SET_SECCOMP, SECCOMP_MODE_FILTER, filter);
        kernel.call(
                orders.command().getFirst() + " cannot be run",
                numbers.execve,
                program.address(),
                argv.address(),
                environment.address());
    }

    /** {@code struct sock_fprog}. */
    private long filter() {
        var code = kernel.arena.allocate(orders.filter().length, 8);
        code.asByteBuffer().put(orders.filter());
        var program = kernel.arena.allocate(16, 8);
        program.set(JAVA_SHORT, 0, (short) (orders.filter().length / 8));
        program.set(ADDRESS, 8, code);
        return program.address();
    }

    /** Of root too: what exec would give back to it lies within the bounding set. */
    private void dropCapabilities() throws Failed {
        for (int capability = 0; capability < 64; capability++) {
            // Fails past the last one; and for a user who has none.
            kernel.tryCall(numbers.prctl, PR_CAPBSET_DROP, capability);
        }
        var header = kernel.arena.allocate(8, 8);
        header.set(JAVA_INT, 0, CAPABILITY_VERSION_3);
        var none = kernel.arena.allocate(24, 8);
        kernel.call("no capabilities", numbers.capset, header.address(), none.address());
    }

    /** Never up: a user without rights may not, and would have nothing run. */
    private void limit() throws Failed {
        for (var limit : orders.limits()) {
            var values = kernel.arena.allocate(16, 8);
            kernel.call("limit " + limit.resource(), numbers.prlimit64, 0, limit.resource(), 0, values.address());
            long hard = values.get(JAVA_LONG_UNALIGNED, 8);
            long most = Long.compareUnsigned(hard, limit.most()) < 0 ? hard : limit.most();
            values.set(JAVA_LONG_UNALIGNED, 0, most);
            values.set(JAVA_LONG_UNALIGNED, 8, most);
            kernel.call("limit " + limit.resource(), numbers.prlimit64, 0, limit.resource(), values.address());
        }
    }
}
