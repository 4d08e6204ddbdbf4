package dev.polar.runtime.seccomp;

import static dev.polar.runtime.seccomp.Answer.EACCES;
import static dev.polar.runtime.seccomp.Answer.EAFNOSUPPORT;
import static dev.polar.runtime.seccomp.Answer.ENOSYS;
import static dev.polar.runtime.seccomp.Answer.EPERM;
import static dev.polar.runtime.seccomp.Call.*;
import static dev.polar.runtime.seccomp.Condition.given;
import static dev.polar.runtime.seccomp.Condition.has;
import static dev.polar.runtime.seccomp.Condition.is;
import static dev.polar.runtime.seccomp.Condition.isNot;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The lists. */
public final class Filters {
    /** CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID and NEWNET. */
    private static final int NAMESPACES = 0x7E02_0000;

    /** Only {@code unshare} takes it; in {@code clone} its place is that of a signal. */
    private static final int CLONE_NEWTIME = 0x80;

    private static final int TIOCSTI = 0x5412;
    private static final int TIOCLINUX = 0x541C;

    private static final int AF_UNIX = 1;
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int AF_NETLINK = 16;
    private static final int NETLINK_ROUTE = 0;

    private static final int SOCKET_TYPE = 0xF;
    private static final int SOCK_STREAM = 1;
    private static final int SOCK_SEQPACKET = 5;

    /** What no plugin has a use for and exploits of the kernel begin with, or what acts on others than the caller. */
    private static final List<Rule> BOTH = rules(
            // other processes
            never(EPERM, PTRACE, PROCESS_VM_READV, PROCESS_VM_WRITEV, PROCESS_MADVISE, PROCESS_MRELEASE, KCMP),
            never(EPERM, PIDFD_GETFD, PERF_EVENT_OPEN, MOVE_PAGES, MIGRATE_PAGES),
            // a second way to every other call, that a filter does not see; programs fall back
            never(ENOSYS, IO_URING_SETUP, IO_URING_ENTER, IO_URING_REGISTER),
            never(EPERM, BPF),
            never(ENOSYS, USERFAULTFD),
            // key rings are the host user's
            never(EPERM, ADD_KEY, REQUEST_KEY, KEYCTL),
            never(EPERM, MOUNT, UMOUNT2, PIVOT_ROOT, CHROOT),
            never(EPERM, OPEN_TREE, MOVE_MOUNT, FSOPEN, FSCONFIG, FSMOUNT, FSPICK, MOUNT_SETATTR),
            // no more namespaces; the flags of clone3 lie behind a pointer, and without it libraries take clone
            rule(CLONE, EPERM, has(0, NAMESPACES)),
            rule(UNSHARE, EPERM, has(0, NAMESPACES | CLONE_NEWTIME)),
            never(EPERM, SETNS),
            never(ENOSYS, CLONE3),
            // the machine
            never(EPERM, CREATE_MODULE, INIT_MODULE, FINIT_MODULE, DELETE_MODULE, GET_KERNEL_SYMS, QUERY_MODULE),
            never(EPERM, KEXEC_LOAD, KEXEC_FILE_LOAD, REBOOT, SWAPON, SWAPOFF, ACCT, QUOTACTL, QUOTACTL_FD),
            never(EPERM, SETTIMEOFDAY, CLOCK_SETTIME, CLOCK_ADJTIME, ADJTIMEX, SETHOSTNAME, SETDOMAINNAME, SYSLOG),
            never(EPERM, IOPL, IOPERM, MODIFY_LDT, VHANGUP),
            never(ENOSYS, NFSSERVCTL, USELIB, SYSCTL, LOOKUP_DCOOKIE),
            // 0xFFFFFFFF only asks; anything else undoes protections of memory
            rule(PERSONALITY, EPERM, isNot(0, 0, -1)),
            // files by number instead of by name, and the doings of others with files
            never(EPERM, NAME_TO_HANDLE_AT, OPEN_BY_HANDLE_AT, FANOTIFY_INIT, FANOTIFY_MARK),
            // typing on a terminal that is not its own
            rule(IOCTL, EPERM, is(1, TIOCSTI, TIOCLINUX)));

    private Filters() {}

    /**
     * For a process that is alone in its namespaces. The network is empty, and yet a socket of a rare family is a way
     * into rarely tried code of the kernel. Of netlink there is what lists the interfaces: libraries ask for it.
     */
    public static Filter forBubblewrap() {
        return new Filter(rules(
                BOTH.stream(),
                rule(SOCKET, EAFNOSUPPORT, isNot(0, AF_UNIX, AF_INET, AF_INET6, AF_NETLINK)),
                rule(SOCKET, EAFNOSUPPORT, is(0, AF_NETLINK), isNot(2, NETLINK_ROUTE)),
                rule(SOCKETPAIR, EAFNOSUPPORT, isNot(0, AF_UNIX))));
    }

    /** For a process that shares the host's namespaces, and is the host's user there, for what Landlock leaves open. */
    public static Filter forLandlock() {
        return new Filter(rules(
                BOTH.stream(),
                // Landlock knows no path of a socket; and a pair of datagram sockets could send to any such path
                never(EACCES, SOCKET, CONNECT, BIND, LISTEN, ACCEPT, ACCEPT4),
                rule(SENDTO, EACCES, given(4)),
                rule(SOCKETPAIR, EACCES, isNot(0, AF_UNIX)),
                rule(SOCKETPAIR, EACCES, new Condition.Not(1, SOCKET_TYPE, List.of(SOCK_STREAM, SOCK_SEQPACKET))),
                // the session by which it is ended as a whole
                never(EPERM, SETSID, SETPGID),
                // modes, owners, attributes and times of any file of the host's user, which Landlock lets pass
                never(EPERM, CHMOD, FCHMOD, FCHMODAT, FCHMODAT2, CHOWN, FCHOWN, LCHOWN, FCHOWNAT),
                never(EPERM, SETXATTR, LSETXATTR, FSETXATTR, REMOVEXATTR, LREMOVEXATTR, FREMOVEXATTR),
                never(EPERM, UTIME, UTIMES, FUTIMESAT, UTIMENSAT),
                // names of files that come and go, in directories that it cannot list
                never(EACCES, INOTIFY_ADD_WATCH),
                // memory, semaphores and queues that have neither a path nor an owner but the user
                never(EPERM, SHMGET, SHMAT, SHMCTL, SHMDT, SEMGET, SEMOP, SEMTIMEDOP, SEMCTL),
                never(EPERM, MSGGET, MSGSND, MSGRCV, MSGCTL, MQ_OPEN, MQ_UNLINK),
                // limits and priorities of other processes; 0 is the caller
                rule(PRLIMIT64, EPERM, isNot(0, 0)),
                rule(SETPRIORITY, EPERM, isNot(0, 0)),
                rule(SETPRIORITY, EPERM, isNot(1, 0)),
                never(EPERM, IOPRIO_SET),
                rule(SCHED_SETPARAM, EPERM, isNot(0, 0)),
                rule(SCHED_SETSCHEDULER, EPERM, isNot(0, 0)),
                rule(SCHED_SETATTR, EPERM, isNot(0, 0)),
                rule(SCHED_SETAFFINITY, EPERM, isNot(0, 0))));
    }

    /** For a process that needs no other program any more, on top of its cage's. */
    public static Filter forWorker() {
        return new Filter(rules(never(EPERM, EXECVE, EXECVEAT)));
    }

    private static Stream<Rule> never(Answer answer, Call... calls) {
        return Arrays.stream(calls).map(call -> new Rule(call, List.of(), answer));
    }

    private static Stream<Rule> rule(Call call, Answer answer, Condition... when) {
        return Stream.of(new Rule(call, List.of(when), answer));
    }

    @SafeVarargs
    private static List<Rule> rules(Stream<Rule>... parts) {
        return Arrays.stream(parts).flatMap(part -> part).toList();
    }
}
