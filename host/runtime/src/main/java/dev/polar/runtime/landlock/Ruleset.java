package dev.polar.runtime.landlock;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import dev.polar.runtime.landlock.Kernel.Failed;
import java.util.List;

/** A Landlock ruleset that handles all that this kernel can handle: what is handled and not granted is refused. */
final class Ruleset {
    private static final long EXECUTE = 1;
    private static final long WRITE_FILE = 1 << 1;
    private static final long READ_FILE = 1 << 2;
    private static final long READ_DIR = 1 << 3;
    private static final long REMOVE_DIR = 1 << 4;
    private static final long REMOVE_FILE = 1 << 5;
    private static final long MAKE_DIR = 1 << 7;
    private static final long MAKE_REG = 1 << 8;
    private static final long MAKE_FIFO = 1 << 10;
    private static final long MAKE_SYM = 1 << 12;
    private static final long REFER = 1 << 13;
    private static final long TRUNCATE = 1 << 14;

    private static final long READ = EXECUTE | READ_FILE | READ_DIR;
    private static final long WRITE = READ
            | WRITE_FILE
            | REMOVE_DIR
            | REMOVE_FILE
            | MAKE_DIR
            | MAKE_REG
            | MAKE_FIFO
            | MAKE_SYM
            | REFER
            | TRUNCATE;

    /** Those that can be granted for something that is no directory. */
    private static final long OF_FILES = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE;

    /** Up to {@code IOCTL_DEV}, which came with version 5. */
    private static final long ALL_FILES = (1 << 16) - 1;

    /** Binding and connecting TCP sockets, since version 4. */
    private static final long ALL_NETWORK = 3;

    /** Abstract sockets and signals, since version 6. */
    private static final long ALL_SCOPES = 3;

    private static final int PATH_BENEATH = 1;

    private final Kernel kernel;

    /** For version 6 or later. Version 7 brought no rights, and what came after is not known here. */
    Ruleset(Kernel kernel) {
        this.kernel = kernel;
    }

    /** Its descriptor. */
    int of(List<Orders.Reach> paths) throws Failed {
        var handled = kernel.arena.allocate(24, 8);
        handled.set(JAVA_LONG, 0, ALL_FILES);
        handled.set(JAVA_LONG, 8, ALL_NETWORK);
        handled.set(JAVA_LONG, 16, ALL_SCOPES);
        long ruleset = kernel.call("a ruleset", Kernel.LANDLOCK_CREATE_RULESET, handled.address(), 24, 0);
        for (var reach : paths) {
            var opened = kernel.open(reach.path());
            long rights = switch (reach.right()) {
                case READ -> READ;
                case WRITE -> WRITE;
            };
            var rule = kernel.arena.allocate(12, 8);
            rule.set(JAVA_LONG_UNALIGNED, 0, opened.directory() ? rights : rights & OF_FILES);
            rule.set(JAVA_INT_UNALIGNED, 8, opened.descriptor());
            kernel.call(
                    "the rule for " + reach.path(), Kernel.LANDLOCK_ADD_RULE, ruleset, PATH_BENEATH, rule.address(), 0);
        }
        return (int) ruleset;
    }
}
