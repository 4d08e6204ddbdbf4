package dev.polar.worker;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.polar.runtime.seccomp.Architecture;
import dev.polar.runtime.seccomp.Filters;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;

/**
 * From here on this process, with all its threads, starts no other program: a JVM needs none, and what a plugin would
 * start nobody allowed it. The cage cannot say so from outside, because the JVM is itself a program that is started.
 * It is the kernel that refuses, so code that finds its way around the JVM is refused too.
 */
final class NoPrograms {
    private static final int FILTER_BYTES = 8;

    // linux/prctl.h and linux/seccomp.h
    private static final long PR_SET_NO_NEW_PRIVS = 38;
    private static final long SECCOMP_SET_MODE_FILTER = 1;
    private static final long SECCOMP_FILTER_FLAG_TSYNC = 1;

    private NoPrograms() {}

    /** @throws IllegalStateException if the kernel does not take it; then no plugin may be loaded */
    static void forThisProcess() {
        var architecture = Architecture.here()
                .orElseThrow(() -> new IllegalStateException("its system calls are not known on this machine"));
        var program = Filters.forWorker().program(architecture);
        try (var arena = Arena.ofConfined()) {
            // struct sock_fprog: how many, and where
            var filter = arena.allocate(2 * ADDRESS.byteSize(), ADDRESS.byteAlignment());
            filter.set(JAVA_SHORT, 0, (short) (program.length / FILTER_BYTES));
            filter.set(ADDRESS, ADDRESS.byteSize(), copied(program, arena));
            var numbers = numbers(architecture);
            call(numbers.prctl, PR_SET_NO_NEW_PRIVS, 1, 0);
            call(numbers.seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, filter.address());
        }
    }

    private static MemorySegment copied(byte[] program, Arena arena) {
        var copy = arena.allocate(program.length, FILTER_BYTES);
        MemorySegment.copy(program, 0, copy, JAVA_BYTE, 0, program.length);
        return copy;
    }

    private record Numbers(long prctl, long seccomp) {}

    private static Numbers numbers(Architecture architecture) {
        return switch (architecture) {
            case X86_64 -> new Numbers(157, 317);
            case AARCH64 -> new Numbers(167, 277);
        };
    }

    private static void call(long number, long first, long second, long third) {
        var linker = Linker.nativeLinker();
        var shape = FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
        var syscall = linker.downcallHandle(linker.defaultLookup().findOrThrow("syscall"), shape);
        long result;
        try {
            result = (long) syscall.invokeExact(number, first, second, third, 0L, 0L);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
        if (result != 0) {
            throw new IllegalStateException("the kernel does not take a system call filter here");
        }
    }
}
