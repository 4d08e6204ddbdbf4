package dev.polar.runtime.seccomp;

/**
 * The system calls that a rule speaks of, with their numbers: asm/unistd_64.h of x86, asm-generic/unistd.h for 64-bit
 * ARM.
 */
enum Call {
    EXECVE(59, 221),
    EXECVEAT(322, 281),
    PTRACE(101, 117),
    PROCESS_VM_READV(310, 270),
    PROCESS_VM_WRITEV(311, 271),
    PROCESS_MADVISE(440, 440),
    PROCESS_MRELEASE(448, 448),
    KCMP(312, 272),
    PIDFD_GETFD(438, 438),
    PERF_EVENT_OPEN(298, 241),
    BPF(321, 280),
    IO_URING_SETUP(425, 425),
    IO_URING_ENTER(426, 426),
    IO_URING_REGISTER(427, 427),
    USERFAULTFD(323, 282),
    ADD_KEY(248, 217),
    REQUEST_KEY(249, 218),
    KEYCTL(250, 219),
    MOUNT(165, 40),
    UMOUNT2(166, 39),
    PIVOT_ROOT(155, 41),
    CHROOT(161, 51),
    OPEN_TREE(428, 428),
    MOVE_MOUNT(429, 429),
    FSOPEN(430, 430),
    FSCONFIG(431, 431),
    FSMOUNT(432, 432),
    FSPICK(433, 433),
    MOUNT_SETATTR(442, 442),
    UNSHARE(272, 97),
    SETNS(308, 268),
    CLONE(56, 220),
    CLONE3(435, 435),
    CREATE_MODULE(174, -1),
    INIT_MODULE(175, 105),
    FINIT_MODULE(313, 273),
    DELETE_MODULE(176, 106),
    GET_KERNEL_SYMS(177, -1),
    QUERY_MODULE(178, -1),
    KEXEC_LOAD(246, 104),
    KEXEC_FILE_LOAD(320, 294),
    REBOOT(169, 142),
    SWAPON(167, 224),
    SWAPOFF(168, 225),
    ACCT(163, 89),
    QUOTACTL(179, 60),
    QUOTACTL_FD(443, 443),
    NFSSERVCTL(180, 42),
    SETTIMEOFDAY(164, 170),
    CLOCK_SETTIME(227, 112),
    CLOCK_ADJTIME(305, 266),
    ADJTIMEX(159, 171),
    SETHOSTNAME(170, 161),
    SETDOMAINNAME(171, 162),
    SYSLOG(103, 116),
    IOPL(172, -1),
    IOPERM(173, -1),
    MODIFY_LDT(154, -1),
    VHANGUP(153, 58),
    USELIB(134, -1),
    SYSCTL(156, -1),
    LOOKUP_DCOOKIE(212, 18),
    PERSONALITY(135, 92),
    NAME_TO_HANDLE_AT(303, 264),
    OPEN_BY_HANDLE_AT(304, 265),
    FANOTIFY_INIT(300, 262),
    FANOTIFY_MARK(301, 263),
    MOVE_PAGES(279, 239),
    MIGRATE_PAGES(256, 238),
    IOCTL(16, 29),
    SOCKET(41, 198),
    SOCKETPAIR(53, 199),
    CONNECT(42, 203),
    BIND(49, 200),
    LISTEN(50, 201),
    ACCEPT(43, 202),
    ACCEPT4(288, 242),
    SENDTO(44, 206),
    SETSID(112, 157),
    SETPGID(109, 154),
    CHMOD(90, -1),
    FCHMOD(91, 52),
    FCHMODAT(268, 53),
    FCHMODAT2(452, 452),
    CHOWN(92, -1),
    FCHOWN(93, 55),
    LCHOWN(94, -1),
    FCHOWNAT(260, 54),
    SETXATTR(188, 5),
    LSETXATTR(189, 6),
    FSETXATTR(190, 7),
    REMOVEXATTR(197, 14),
    LREMOVEXATTR(198, 15),
    FREMOVEXATTR(199, 16),
    UTIME(132, -1),
    UTIMES(235, -1),
    FUTIMESAT(261, -1),
    UTIMENSAT(280, 88),
    SHMGET(29, 194),
    SHMAT(30, 196),
    SHMCTL(31, 195),
    SHMDT(67, 197),
    SEMGET(64, 190),
    SEMOP(65, 193),
    SEMTIMEDOP(220, 192),
    SEMCTL(66, 191),
    MSGGET(68, 186),
    MSGSND(69, 189),
    MSGRCV(70, 188),
    MSGCTL(71, 187),
    MQ_OPEN(240, 180),
    MQ_UNLINK(241, 181),
    INOTIFY_ADD_WATCH(254, 27),
    PRLIMIT64(302, 261),
    SETPRIORITY(141, 140),
    IOPRIO_SET(251, 30),
    SCHED_SETPARAM(142, 118),
    SCHED_SETSCHEDULER(144, 119),
    SCHED_SETATTR(314, 274),
    SCHED_SETAFFINITY(203, 122);

    private final int x86;
    private final int arm;

    Call(int x86, int arm) {
        this.x86 = x86;
        this.arm = arm;
    }

    boolean on(Architecture architecture) {
        return number(architecture) >= 0;
    }

    /** Negative where the architecture has no such call. */
    int number(Architecture architecture) {
        return switch (architecture) {
            case X86_64 -> x86;
            case AARCH64 -> arm;
        };
    }
}
