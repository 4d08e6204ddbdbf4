package dev.polar.runtime.child;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.runtime.Needs;
import dev.polar.runtime.seccomp.Architecture;
import dev.polar.runtime.seccomp.Filter;
import dev.polar.runtime.seccomp.Filters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls that the namespaces of a cage leave possible, and its filter does not. */
@Timeout(60)
class SystemCallTest {
    @TempDir
    Path files;

    /**
     * What the call gives without a filter, in kernels that are built with more or less, and what with it. Numbers are those of both machines that have a filter; where they differ, the one of x86-64 stands first.
     */
    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            quoteCharacter = '`',
            value = {
                "being traced => call(101, 117)(0, 0, 0, 0) => 0 => EPERM",
                "reading another's memory => call(310, 270)(1, 0, 0, 0, 0, 0) => 0 => EPERM",
                "a ring of calls => call(425, 425)(0, 0) => EFAULT => ENOSYS",
                "a program in the kernel => call(321, 280)(0, 0, 0) => EPERM/EINVAL => EPERM",
                "a key ring => call(250, 219)(0, -3, 1, 0, 0) => key => EPERM",
                "faults of memory => call(323, 282)(1) => descriptor => ENOSYS",
                "counters of the processor => call(298, 241)(0, 0, -1, -1, 0) => EFAULT => EPERM",
                "another layout of memory => call(135, 92)(0x0040000) => 0 => EPERM",
                "files by number => call(303, 264)(-100, b'/', 0, 0, 0) => EFAULT => EPERM",
                "watching all files => call(300, 262)(0, 0) => EPERM => EPERM",
                "the kernel's log => call(103, 116)(10, 0, 0) => EPERM => EPERM",
                "a socket into other machines => family(40, 1) => descriptor/EAFNOSUPPORT => EAFNOSUPPORT",
                "a socket to the kernel's crypto => family(38, 5) => descriptor/EAFNOSUPPORT => EAFNOSUPPORT",
                "a socket for packets => family(17, 3) => EPERM => EAFNOSUPPORT",
                "a raw socket => family(2, 3, 1) => EPERM => EPERM",
                "the kernel's other lists => family(16, 3, 12) => descriptor => EAFNOSUPPORT",
                "its own interfaces => family(16, 3, 0) => descriptor => descriptor",
                "a socket of its own => family(2, 1) => descriptor => descriptor",
            })
    void what_a_filter_refuses(String what, String call, String without, String with) throws IOException {
        var allowed = tried(new Filter(List.of()), call);
        assertTrue(List.of(without.split("/")).contains(allowed), what + " without a filter: " + allowed);
        assertEquals(with, tried(Filters.forBubblewrap(), call), what);
    }

    @Test
    void a_jvm_starts_threads_and_processes_under_it() throws IOException {
        var java = Interpreters.ofThisMachine().resolve("java").orElseThrow();
        var source = "try (var all = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {\n"
                + "  all.submit(() -> IO.println(\"up\")).get();\n"
                + "}\n"
                + "IO.println(new ProcessBuilder(\"/bin/true\").start().waitFor());\n"
                + "IO.println(java.nio.channels.Selector.open().isOpen());\n";
        Files.writeString(files.resolve("Main.java"), "void main() throws Exception {\n" + source + "}\n");
        assertEquals("up 0 true", run(Needs.confinement(), java, "-XX:TieredStopAtLevel=1", Cage.ROOT + "/Main.java"));
    }

    @Test
    void node_starts_threads_and_processes_under_it() throws IOException {
        var script = "new (require('worker_threads').Worker)('console.log(\"up\")', {eval: true})"
                + ".on('exit', () => console.log(require('child_process').spawnSync('/bin/true').status))";
        assertEquals("up 0", run(Needs.confinement(), Needs.node(), "-e", script));
    }

    private String tried(Filter filter, String call) throws IOException {
        Needs.confinement();
        var machine = Architecture.here().orElseThrow();
        var confinement = new Bwrap(Path.of("/usr/bin/bwrap"), filter, machine, Optional.empty());
        var script = """
                import ctypes, errno, platform
                libc = ctypes.CDLL(None, use_errno=True)
                arm = platform.machine() == 'aarch64'
                def call(x86, other):
                    def made(*arguments):
                        result = libc.syscall(ctypes.c_long(other if arm else x86), *map(word, arguments))
                        if result < 0:
                            return errno.errorcode[ctypes.get_errno()]
                        return result
                    return made
                def word(value):
                    return ctypes.c_char_p(value) if isinstance(value, bytes) else ctypes.c_long(value)
                def family(*arguments):
                    return call(41, 198)(*arguments, *([0] * (3 - len(arguments))))
                result = CALL
                if isinstance(result, str) or result == 0:
                    print(result)
                else:
                    print('key' if result > 1000 else 'descriptor')
                """.replace("CALL", call);
        return run(confinement, Path.of("/usr/bin/python3"), "-c", script);
    }

    private String run(Confinement.Available confinement, Path program, String... arguments) throws IOException {
        var command = new ArrayList<String>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        var cage = new Cage(
                files,
                new Cage.Data.Fleeting(),
                List.of(),
                Interpreters.needed(program),
                Map.of("PATH", "/usr/bin"),
                Cage.ROOT,
                command,
                Optional.empty(),
                Cage.Limits.DEFAULT);
        var child = confinement.start(Needs.STARTER, "test", cage, line -> {});
        var said = new String(child.output().readAllBytes(), UTF_8).trim().replaceAll("\\s+", " ");
        child.end(Duration.ofSeconds(10), Duration.ZERO);
        return said + child.lastWords();
    }
}
