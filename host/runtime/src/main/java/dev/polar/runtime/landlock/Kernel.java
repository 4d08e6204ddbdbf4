package dev.polar.runtime.landlock;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.List;

/**
 * System calls by number, through the {@code syscall} function of the C library. One shape for all of them, because each
 * shape costs the launcher some milliseconds.
 */
final class Kernel {
    static final int LANDLOCK_CREATE_RULESET = 444;
    static final int LANDLOCK_ADD_RULE = 445;
    static final int LANDLOCK_RESTRICT_SELF = 446;
    static final int CLOSE_RANGE = 436;

    private static final int ENOTDIR = 20;

    final Arena arena = Arena.global();
    final Numbers numbers;

    private final MethodHandle syscall;
    private final MethodHandle lastError;

    /** Those below 424, where all architectures count alike, differ. */
    enum Numbers {
        X86_64(257, 157, 112, 302, 126, 80, 59, 14),
        AARCH64(56, 167, 157, 261, 91, 49, 221, 135);

        final int openat;
        final int prctl;
        final int setsid;
        final int prlimit64;
        final int capset;
        final int chdir;
        final int execve;
        final int sigprocmask;

        Numbers(int openat, int prctl, int setsid, int prlimit64, int capset, int chdir, int execve, int sigprocmask) {
            this.openat = openat;
            this.prctl = prctl;
            this.setsid = setsid;
            this.prlimit64 = prlimit64;
            this.capset = capset;
            this.chdir = chdir;
            this.execve = execve;
            this.sigprocmask = sigprocmask;
        }
    }

    Kernel() {
        numbers = System.getProperty("os.arch").equals("aarch64") ? Numbers.AARCH64 : Numbers.X86_64;
        var linker = Linker.nativeLinker();
        var library = linker.defaultLookup();
        var six = FunctionDescriptor.of(
                JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
        syscall = linker.downcallHandle(library.findOrThrow("syscall"), six);
        lastError = linker.downcallHandle(
                library.find("__errno_location")
                        .or(() -> library.find("___errno_location"))
                        .orElseThrow(),
                FunctionDescriptor.of(ADDRESS));
    }

    /** What it returned; negative if it failed. */
    long tryCall(int number, long... arguments) {
        try {
            return (long) syscall.invokeExact(
                    (long) number,
                    at(arguments, 0),
                    at(arguments, 1),
                    at(arguments, 2),
                    at(arguments, 3),
                    at(arguments, 4),
                    at(arguments, 5));
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** @throws Failed with the step's name */
    long call(String step, int number, long... arguments) throws Failed {
        long result = tryCall(number, arguments);
        if (result < 0) {
            throw new Failed(step + " (error " + lastError() + ")");
        }
        return result;
    }

    /** A descriptor that only names a file or directory. */
    Opened open(String path) throws Failed {
        final int directory = numbers == Numbers.AARCH64 ? 0x4000 : 0x1_0000;
        final int pathOnly = 0x20_0000;
        final int closeOnExec = 0x8_0000;
        final long here = -100;
        var name = text(path).address();
        long fd = tryCall(numbers.openat, here, name, pathOnly | closeOnExec | directory);
        if (fd >= 0) {
            return new Opened((int) fd, true);
        }
        if (lastError() != ENOTDIR) {
            throw new Failed(path + " cannot be opened (error " + lastError() + ")");
        }
        return new Opened((int) call("opening " + path, numbers.openat, here, name, pathOnly | closeOnExec), false);
    }

    record Opened(int descriptor, boolean directory) {}

    MemorySegment text(String text) {
        return arena.allocateFrom(text);
    }

    /** The strings, and a null after them. */
    MemorySegment texts(List<String> texts) {
        var array = arena.allocate(ADDRESS, texts.size() + 1L);
        for (int i = 0; i < texts.size(); i++) {
            array.setAtIndex(ADDRESS, i, text(texts.get(i)));
        }
        return array;
    }

    private static long at(long[] arguments, int i) {
        return i < arguments.length ? arguments[i] : 0;
    }

    /** The JVM may have made calls of its own since: good enough for a message. */
    private int lastError() {
        try {
            return ((MemorySegment) lastError.invokeExact()).reinterpret(4).get(JAVA_INT, 0);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** A restriction that cannot be had. */
    static final class Failed extends Exception {
        private static final long serialVersionUID = 1;

        Failed(String step) {
            super(step);
        }
    }
}
