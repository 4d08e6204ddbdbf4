"""Everything a confined process may try. Prints "name: reached" or "name: refused (why)" for each; see AttemptsTest."""
import ctypes, os, signal, socket, stat, struct, sys, threading

libc = ctypes.CDLL(None, use_errno=True)
target = os.environ  # what there is to reach, by name, as the test set it up
SECRET, FOLDER = target["SECRET"], os.path.dirname(target["SECRET"])
VICTIM = int(target["VICTIM"])
TMP, ROOT, DATA = target["TMPDIR"], target["PLUGIN_ROOT"], target["PLUGIN_DATA"]
ARM = os.uname().machine == "aarch64"
attempts = {}


def attempt(function):
    attempts[function.__name__] = function
    return function


def syscall(x86, arm, *arguments):
    result = libc.syscall(arm if ARM else x86, *arguments)
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result


def read(path):
    with open(path, "rb") as file:
        return file.read()


def must(condition):
    if not condition:
        raise OSError("not so")


# ---- files

@attempt
def reads_a_file_by_its_path():
    must(read(SECRET) == b"secret")

@attempt
def reads_it_through_a_link_of_its_own():
    os.symlink(SECRET, TMP + "/link")
    must(read(TMP + "/link") == b"secret")

@attempt
def reads_it_through_proc_self_root():
    must(read("/proc/self/root" + SECRET) == b"secret")

@attempt
def reads_it_through_the_root_of_another_process():
    must(read("/proc/%d/root%s" % (VICTIM, SECRET)) == b"secret")

@attempt
def reads_it_by_dots():
    must(read(ROOT + "/../../../../../../../../.." + SECRET) == b"secret")

@attempt
def opens_a_path_only_and_reads_it_through_proc():
    path = os.open(SECRET, os.O_PATH)
    must(read("/proc/self/fd/%d" % path) == b"secret")

@attempt
def links_it_into_a_folder_of_its_own():
    os.link(SECRET, TMP + "/hard")
    must(read(TMP + "/hard") == b"secret")

@attempt
def opens_it_by_its_handle():
    handle = ctypes.create_string_buffer(struct.pack("II", 128, 0) + bytes(128))
    mount = ctypes.c_int()
    syscall(303, 264, -100, SECRET.encode(), handle, ctypes.byref(mount), 0)

@attempt
def lists_a_folder():
    must("secret" in os.listdir(FOLDER))

@attempt
def watches_a_folder():
    syscall(254, 27, libc.inotify_init(), FOLDER.encode(), 0x100)

@attempt
def sees_that_a_file_is_there():
    os.stat(SECRET)

@attempt
def writes_beside_it():
    open(FOLDER + "/new", "w").close()

@attempt
def empties_it():
    os.truncate(FOLDER + "/emptied", 0)

@attempt
def renames_it():
    os.rename(FOLDER + "/renamed", FOLDER + "/renamed.away")

@attempt
def removes_it():
    os.unlink(FOLDER + "/removed")

@attempt
def opens_it_to_others():
    os.chmod(FOLDER + "/mode", 0o777)

@attempt
def gives_it_to_another_user():
    os.chown(FOLDER + "/mode", os.getuid(), os.getgid())

@attempt
def labels_it():
    os.setxattr(FOLDER + "/mode", "user.label", b"x")

@attempt
def dates_it_back():
    os.utime(FOLDER + "/mode", (0, 0))

@attempt
def changes_a_file_of_its_package():
    open(ROOT + "/entry", "w").close()

@attempt
def opens_a_file_of_its_package_to_others():
    os.fchmod(os.open(ROOT + "/entry", os.O_RDONLY), 0o777)

@attempt
def changes_a_file_shared_for_reading():
    open(target["READABLE"] + "/shared", "w").close()

@attempt
def runs_a_program_outside():
    must(os.spawnv(os.P_WAIT, FOLDER + "/true", ["true"]) == 0)

@attempt
def makes_a_device():
    os.mknod(TMP + "/null", stat.S_IFCHR | 0o666, os.makedev(1, 3))

@attempt
def reads_a_disk():
    disks = [n for n in os.listdir("/dev") if n.startswith(("vd", "sd", "nvme", "loop", "mem", "kmsg"))]
    must(disks)
    os.open("/dev/" + disks[0], os.O_RDONLY)

# ---- sockets

@attempt
def connects_to_the_hosts_loopback():
    socket.create_connection(("127.0.0.1", int(target["TCP"])), 2)

@attempt
def sends_a_datagram_to_the_hosts_loopback():
    sending = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sending.connect(("127.0.0.1", int(target["UDP"])))
    sending.send(b"x")
    try:
        sending.settimeout(0.2)
        sending.recv(1)
    except TimeoutError:
        pass  # nobody said that nobody is there

@attempt
def connects_to_a_socket_by_its_path():
    socket.socket(socket.AF_UNIX).connect(target["STREAM"])

@attempt
def sends_a_datagram_to_a_socket_by_its_path():
    socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM).sendto(b"x", target["DATAGRAM"])

@attempt
def sends_it_from_one_of_a_pair():
    socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)[0].sendto(b"x", target["DATAGRAM"])

@attempt
def sends_it_as_a_message_from_one_of_a_pair():
    socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)[0].sendmsg([b"x"], [], 0, target["DATAGRAM"])

@attempt
def connects_to_an_abstract_socket():
    socket.socket(socket.AF_UNIX).connect("\0" + target["ABSTRACT"])

@attempt
def opens_a_raw_socket():
    socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)

@attempt
def opens_a_packet_socket():
    socket.socket(socket.AF_PACKET, socket.SOCK_RAW)

@attempt
def opens_a_socket_to_the_hypervisor():
    socket.socket(40, socket.SOCK_STREAM)

@attempt
def opens_a_socket_to_the_kernels_audit():
    socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 9)

@attempt
def opens_a_socket_of_the_crypto_api():
    socket.socket(38, socket.SOCK_SEQPACKET)

# ---- other processes

@attempt
def sees_that_another_process_is_there():
    try:
        os.kill(VICTIM, 0)
    except PermissionError:
        pass

@attempt
def may_signal_another_process():
    os.kill(VICTIM, 0)

@attempt
def signals_its_whole_group():
    os.killpg(os.getpgid(VICTIM), 0)

@attempt
def reads_anothers_command_line():
    must(b"victim" in read("/proc/%d/cmdline" % VICTIM))

@attempt
def reads_anothers_environment():
    must(b"CANARY" in read("/proc/%d/environ" % VICTIM))

@attempt
def reads_anothers_memory_map():
    must(read("/proc/%d/maps" % VICTIM))

@attempt
def opens_anothers_memory():
    os.open("/proc/%d/mem" % VICTIM, os.O_RDWR)

@attempt
def traces_another():
    syscall(101, 117, 0x4206, VICTIM, 0, 0)

@attempt
def copies_from_anothers_memory():
    # an address that is nobody's: EFAULT is what who may gets
    local, remote = (ctypes.c_uint64 * 2)(0, 0), (ctypes.c_uint64 * 2)(8, 8)
    buffer = ctypes.create_string_buffer(8)
    local[0], local[1] = ctypes.addressof(buffer), 8
    try:
        syscall(310, 270, VICTIM, local, 1, remote, 1, 0)
    except OSError as e:
        if e.errno != 14:
            raise

@attempt
def takes_a_descriptor_of_anothers():
    syscall(438, 438, syscall(434, 434, VICTIM, 0), 0, 0)

@attempt
def limits_another():
    syscall(302, 261, VICTIM, 7, None, ctypes.create_string_buffer(16))

@attempt
def slows_another_down():
    os.setpriority(os.PRIO_PROCESS, VICTIM, 5)

@attempt
def moves_another_to_one_processor():
    os.sched_setaffinity(VICTIM, {0})

@attempt
def leaves_its_session():
    if os.fork() == 0:
        try:
            os.setsid()
            os._exit(0)
        except OSError:
            os._exit(1)
    must(os.wait()[1] == 0)

# ---- what is shared without a path

@attempt
def attaches_shared_memory():
    libc.shmat.restype = ctypes.c_void_p
    address = libc.shmat(int(target["SHARED"]), None, 0)
    must(address not in (None, ctypes.c_void_p(-1).value))

@attempt
def looks_into_a_message_queue():
    syscall(240, 180, target["QUEUE"].encode(), 0, 0, 0)

@attempt
def reaches_a_key_ring():
    syscall(250, 219, 0, -4, 1)  # KEYCTL_GET_KEYRING_ID, KEY_SPEC_USER_KEYRING

@attempt
def sees_the_hosts_environment():
    must("CANARY" in os.environ)

# ---- the kernel

@attempt
def makes_a_user_namespace():
    syscall(272, 97, 0x10000000)

@attempt
def clones_into_a_user_namespace():
    if syscall(56, 220, 0x10000000 | signal.SIGCHLD, 0, 0, 0, 0) == 0:
        os._exit(0)

@attempt
def clones_in_the_newer_way():
    arguments = (ctypes.c_uint64 * 8)(0x10000000, 0, 0, 0, signal.SIGCHLD, 0, 0, 0)
    if syscall(435, 435, arguments, 64) == 0:
        os._exit(0)

@attempt
def enters_anothers_namespace():
    syscall(308, 268, syscall(434, 434, VICTIM, 0), 0x08000000)

@attempt
def opens_a_ring_of_requests():
    syscall(425, 425, 2, ctypes.create_string_buffer(120))

@attempt
def counts_events_of_the_processor():
    syscall(298, 241, ctypes.create_string_buffer(struct.pack("IIQ", 1, 128, 0) + bytes(112)), 0, -1, -1, 0)

@attempt
def handles_page_faults():
    syscall(323, 282, 1)

@attempt
def loads_a_program_into_the_kernel():
    syscall(321, 280, 0, ctypes.create_string_buffer(struct.pack("IIII", 2, 4, 4, 1) + bytes(64)), 72)

@attempt
def makes_all_readable_memory_executable():
    syscall(135, 92, 0x400000)

@attempt
def makes_a_call_of_x32():
    must(libc.syscall(0x40000000 | 39) > 0)

@attempt
def makes_a_call_that_nobody_looked_at():
    buffer = ctypes.create_string_buffer(256)
    syscall(457, 457, ctypes.create_string_buffer(struct.pack("IIQQQ", 32, 0, 1, 2, 0)), buffer, 256, 0)

@attempt
def has_capabilities():
    header = ctypes.create_string_buffer(struct.pack("II", 0x20080522, 0))
    data = ctypes.create_string_buffer(24)
    syscall(125, 90, header, data)
    must(any(data.raw))

@attempt
def may_gain_privileges():
    must(syscall(157, 167, 39, 0, 0, 0, 0) == 0)

# ---- what it should be able to do

@attempt
def WORKS_reads_its_package():
    must(read(ROOT + "/entry") == b"in the package")

@attempt
def WORKS_keeps_data():
    with open(DATA + "/kept", "w") as file:
        file.write("data")
    os.mkdir(DATA + "/folder")
    os.rename(DATA + "/kept", DATA + "/folder/kept")
    os.truncate(DATA + "/folder/kept", 2)
    must(read(DATA + "/folder/kept") == b"da")

@attempt
def WORKS_writes_what_was_shared_for_writing():
    with open(target["WRITABLE"] + "/new", "w") as file:
        file.write("x")

@attempt
def WORKS_reads_what_was_shared_for_reading():
    must(read(target["READABLE"] + "/shared") == b"shared")

@attempt
def WORKS_uses_temporary_files():
    import tempfile
    with tempfile.TemporaryDirectory() as directory, open(directory + "/x", "w") as file:
        file.write("x")

@attempt
def WORKS_starts_processes_and_reads_them():
    import subprocess
    must(subprocess.run(["/bin/sh", "-c", "cat | wc -c"], input=b"123", capture_output=True).stdout.strip() == b"3")

@attempt
def WORKS_ends_its_own_processes():
    child = os.fork()
    if child == 0:
        signal.pause()
    os.kill(child, signal.SIGKILL)
    must(os.waitpid(child, 0)[1] == signal.SIGKILL)

@attempt
def WORKS_has_threads_that_talk():
    one, other = socket.socketpair()
    thread = threading.Thread(target=lambda: other.sendall(b"hello"))
    thread.start()
    must(one.recv(5) == b"hello")
    thread.join()

@attempt
def WORKS_discards_output_and_draws_random_numbers():
    with open("/dev/null", "w") as null:
        null.write("x")
    must(len(read_some("/dev/urandom")) == 8)

def read_some(path):
    with open(path, "rb") as file:
        return file.read(8)


def outcome(function):
    ctypes.set_errno(0)
    try:
        function()
        return "reached"
    except Exception as e:  # whatever the refusal looks like
        return "refused (%s)" % e


for name, function in sorted(attempts.items(), key=lambda named: not named[0].startswith("WORKS")):
    # each in a process of its own: what one changes, the next does not see
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(writing, outcome(function).encode())
        os._exit(0)
    os.close(writing)
    said = os.read(reading, 4096).decode() or "refused (it was killed)"
    os.close(reading)
    os.waitpid(child, 0)
    print("%s: %s" % (name, said), flush=True)
