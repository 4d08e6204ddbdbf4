package dev.polar.runtime.seccomp;

/** What the kernel does with a call. */
public enum Answer {
    ALLOW(0x7FFF_0000),
    /** It may not. */
    EPERM(errno(1)),
    /** It may not, in the word that programs expect of sockets. */
    EACCES(errno(13)),
    /** There is no such call; libraries then take the older one. */
    ENOSYS(errno(38)),
    /** There is no such family of addresses. */
    EAFNOSUPPORT(errno(97)),
    /** The whole process ends. */
    KILL(0x8000_0000);

    private final int action;

    Answer(int action) {
        this.action = action;
    }

    private static int errno(int number) {
        return 0x0005_0000 | number;
    }

    /** {@code SECCOMP_RET_*} of linux/seccomp.h. */
    int action() {
        return action;
    }
}
