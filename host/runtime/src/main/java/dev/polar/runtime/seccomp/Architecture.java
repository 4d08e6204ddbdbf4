package dev.polar.runtime.seccomp;

import java.util.List;
import java.util.Optional;

/** The machines whose system calls are known here. */
public enum Architecture {
    X86_64("amd64", 0xC000_003E, List.of(new Span(0, 334), new Span(424, 456), new Span(462, 462))),
    AARCH64(
            "aarch64",
            0xC000_00B7,
            List.of(new Span(0, 243), new Span(260, 294), new Span(424, 456), new Span(462, 462)));

    private final String name;
    private final int audit;
    private final List<Span> known;

    Architecture(String name, int audit, List<Span> known) {
        this.name = name;
        this.audit = audit;
        this.known = known;
    }

    /** That of this machine, if it is one of them. */
    public static Optional<Architecture> here() {
        var name = System.getProperty("os.arch");
        return List.of(values()).stream().filter(a -> a.name.equals(name)).findFirst();
    }

    /** {@code AUDIT_ARCH_*} of linux/audit.h, which the kernel gives for every call. */
    int audit() {
        return audit;
    }

    /**
     * The numbers in use up to Linux 6.12, in order; 457 to 461 show mounts and security modules and are left out, and
     * so are the calls of x32, which begin at 2^30.
     */
    List<Span> known() {
        return known;
    }

    boolean knows(int number) {
        return known.stream().anyMatch(span -> span.first <= number && number <= span.last);
    }

    /** Both ends are in it. */
    record Span(int first, int last) {}
}
