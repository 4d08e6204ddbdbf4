package dev.polar.runtime.skill;

import static dev.polar.runtime.skill.Skilled.ask;
import static dev.polar.runtime.skill.Skilled.call;
import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.runtime.Cancellation;
import dev.polar.runtime.Generation;
import dev.polar.runtime.Needs;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Scripts that try what they may not. Each is caught by name, or its call alone comes to nothing. */
@Timeout(120)
class HostileScriptsTest {
    @TempDir
    Path files;

    @TempDir
    Path data;

    @TempDir
    Path others;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private Skilled skilled;

    @BeforeEach
    void aPackage() throws IOException {
        Needs.node();
        Files.writeString(others.resolve("diary"), "another plugin's");
        skilled = new Skilled(files, data);
    }

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    /** Runs a piece of each language that prints what it got, or "refused". */
    private Map<String, String> tried(String python, String node, String shell) {
        var generation = new Skilled(files, data)
                .text("py.py", """
                        import os, socket, sys
                        other = '%s'
                        try:
                            print(%s)
                        except Exception as e:
                            print('refused')
                        """.formatted(others, python))
                .text("js.mjs", """
                        import * as fs from 'node:fs'; import * as net from 'node:net';
                        const other = '%s';
                        const connect = to => new Promise((done, no) => net.connect(to, () => done('connected')).on('error', no));
                        try { console.log(await (async () => %s)()) } catch (e) { console.log('refused') }
                        """.formatted(others, node))
                .text("sh.sh", "other='%s'\n(%s) 2>/dev/null || echo refused".formatted(others, shell))
                .load();
        return Map.of(
                "python",
                ask(generation, "py", "{}"),
                "node",
                ask(generation, "js", "{}"),
                "shell",
                ask(generation, "sh", "{}"));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
            open('/etc/passwd').read()                => fs.readFileSync('/etc/passwd')          => cat /etc/passwd
            os.listdir('/root')                       => fs.readdirSync('/root')                 => ls /root
            os.listdir('/home')                       => fs.readdirSync('/home')                 => ls /home
            open(other + '/diary').read()             => fs.readFileSync(other + '/diary')       => cat "$other/diary"
            open('/plugin/../proc/1/root/etc/passwd') => fs.readFileSync('/proc/1/root/etc/passwd') => cat /proc/1/root/etc/passwd
            open('/plugin/new', 'w')                  => fs.writeFileSync('/plugin/new', '')     => echo x > /plugin/new
            open('/usr/new', 'w')                     => fs.writeFileSync('/usr/new', '')        => echo x > /usr/new
            open('/etc/new', 'w')                     => fs.writeFileSync('/etc/new', '')        => echo x > /etc/new
            """)
    void files_that_are_not_its_own_are_out_of_reach(String python, String node, String shell) {
        assertEquals(Map.of("python", "refused", "node", "refused", "shell", "refused"), tried(python, node, shell));
    }

    @Test
    void the_hosts_network_is_out_of_reach() throws IOException {
        try (var service = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = service.getLocalPort();
            var tried = tried(
                    "socket.create_connection(('127.0.0.1', " + port + "), 5)",
                    "await connect({host: '127.0.0.1', port: " + port + "})",
                    "exec 3<>/dev/tcp/127.0.0.1/" + port);
            assertEquals(Map.of("python", "refused", "node", "refused", "shell", "refused"), tried);
        }
        assertEquals(
                Map.of("python", "refused", "node", "refused", "shell", "refused"),
                tried(
                        "socket.getaddrinfo('example.com', 443)",
                        "await connect({host: 'example.com', port: 443})",
                        "getent hosts example.com"));
    }

    @Test
    void no_environment_of_the_hosts_comes_along() {
        var seen = ask(
                skilled.text("env.py", "import os\nprint(sorted(os.environ))").load(), "env", "{}");
        assertEquals("['HOME', 'LANG', 'PATH', 'PLUGIN_DATA', 'PLUGIN_ROOT', 'PWD', 'TMPDIR']", seen);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'a': '--version'}
            {'-c': 'import os', '--help': ''}
            {'a': '$(touch /data/hacked); `touch /data/hacked`; \\" ; touch /data/hacked #'}
            {'a': '\\n../../../etc/passwd\\u0000'}
            """)
    void arguments_never_become_options_or_text_of_a_shell(String arguments) {
        var generation = skilled.granted("storage.write($DATA)")
                .text("sh.sh", "set -f; x=$(cat); echo \"$#\"; tr '\\0' '\\n' < /proc/$$/cmdline")
                .text(
                        "py.py",
                        "import sys\nprint(len(sys.argv) - 1)\nprint(open('/proc/self/cmdline').read().replace(chr(0), chr(10)), end='')")
                .load();
        assertEquals("0\n/bin/sh\n/plugin/skills/work/scripts/sh.sh", ask(generation, "sh", arguments));
        var python = ask(generation, "py", arguments).lines().toList();
        assertEquals("0", python.getFirst());
        assertEquals("/plugin/skills/work/scripts/py.py", python.getLast());
        assertEquals(3, python.size());
        assertFalse(Files.exists(data.resolve("hacked")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            py.py | import sys\\nwhile True: sys.stdout.write('x' * 65536)
            js.js | for (;;) require('fs').writeSync(1, 'x'.repeat(65536))
            sh.sh | cat /dev/zero
            """)
    void output_without_end_ends_the_script(String file, String script) {
        var generation = skilled.text(file, script.replace("\\n", "\n")).load();
        var refusal = refused(generation, file.substring(0, 2), Duration.ofSeconds(60));
        assertEquals(Code.RESULT_INVALID, refusal.code());
        assertGone(generation);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            py.py | import signal, time\\nfor s in range(1, 32):\\n  try: signal.signal(s, signal.SIG_IGN)\\n  except Exception: pass\\nwhile True: time.sleep(9)
            js.js | process.on('SIGTERM', () => {}); process.on('SIGINT', () => {}); setInterval(() => {}, 9000)
            sh.sh | trap '' TERM INT HUP; while :; do sleep 9; done
            fo.sh | (trap '' TERM; sleep 1000) & (setsid sleep 1000 &) & wait
            in.sh | exec <&-; exec >&-; sleep 1000
            """)
    void one_that_does_not_end_is_killed_at_its_deadline_with_all_it_started(String file, String script) {
        var generation = skilled.text(file, script.replace("\\n", "\n")).load();
        var before = Instant.now();
        var refusal = refused(generation, file.substring(0, 2), Duration.ofSeconds(1));
        assertEquals(Code.TOOL_TIMEOUT, refusal.code());
        assertTrue(Duration.between(before, Instant.now()).toSeconds() < 10);
        assertGone(generation);
    }

    @Test
    void a_daemon_it_leaves_behind_does_not_stay_and_does_not_hold_up_the_answer() {
        var generation = skilled.text("daemon.py", """
                        import os, sys, time
                        if os.fork() == 0:
                            os.setsid()
                            if os.fork() == 0:
                                time.sleep(1000)
                            os._exit(0)
                        print('left', flush=True)
                        """).load();
        assertEquals("left", ask(generation, "daemon", "{}"));
        assertGone(generation);
    }

    @Test
    void many_processes_end_with_the_call_that_started_them() {
        var generation = skilled.text("bomb.sh", "i=0; while [ $i -lt 100 ]; do sleep 1000 & i=$((i+1)); done; wait")
                .text("fine.sh", "echo fine")
                .load();
        var bomb = threads.submit(() -> refused(generation, "bomb", Duration.ofSeconds(3)));
        assertEquals("fine", ask(generation, "fine", "{}"));
        assertEquals(Code.TOOL_TIMEOUT, get(bomb).code());
        assertGone(generation);
    }

    @Test
    void a_cancelled_call_ends_its_process_with_the_reason() throws Exception {
        var generation = skilled.granted("storage.write($DATA)")
                .text("hang.sh", "trap '' TERM; echo x > /data/up; while :; do sleep 9; done")
                .load();
        var cancellation = new Cancellation();
        try (var watch = data.getFileSystem().newWatchService()) {
            data.register(watch, ENTRY_CREATE);
            var hanging = threads.submit(() -> generation.invoke(
                    call("hang", "{}", cancellation), Instant.now().plusSeconds(60)));
            watch.take();
            cancellation.cancel(new Refusal(Code.PLUGIN_REVOKED, "revoked", ""));
            var why = (Refusal)
                    assertThrows(ExecutionException.class, hanging::get).getCause();
            assertEquals(Code.PLUGIN_REVOKED, why.code());
            assertGone(generation);
        }
    }

    @Test
    void what_is_taken_back_is_gone_when_the_cut_returns() throws Exception {
        var generation = skilled.granted("storage.write($DATA)")
                .text("hang.sh", "trap '' TERM; echo x > /data/up; while :; do sleep 9; done")
                .load();
        try (var watch = data.getFileSystem().newWatchService()) {
            data.register(watch, ENTRY_CREATE);
            var hanging = threads.submit(
                    () -> generation.invoke(call("hang", "{}"), Instant.now().plusSeconds(60)));
            watch.take();
            var report = generation.cut(Duration.ofSeconds(2));
            assertEquals(List.of(), report.left());
            assertEquals(0, family());
            assertThrows(ExecutionException.class, hanging::get);
        }
    }

    @Test
    void the_network_is_refused_rather_than_shared() {
        var generation = skilled.granted("net.connect(api.example:443)")
                .text("out.sh", "echo out")
                .load();
        assertEquals(
                Code.ISOLATION_UNAVAILABLE,
                refused(generation, "out", Duration.ofSeconds(60)).code());
    }

    private static Refusal refused(Generation generation, String tool, Duration patience) {
        return assertThrows(
                Refusal.class,
                () -> generation.invoke(call(tool, "{}"), Instant.now().plus(patience)));
    }

    private static <T> T get(Future<T> future) {
        try {
            return future.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    private void assertGone(Generation generation) {
        assertEquals(0, family(), "processes of the package are left");
        assertEquals(List.of(), generation.close(Duration.ZERO).left());
    }

    /** Cages of this test's package, and all in them. */
    private long family() {
        return ProcessHandle.current()
                .descendants()
                .filter(child -> commandLine(child).contains(files.toString()))
                .count();
    }

    private static String commandLine(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
        } catch (IOException gone) {
            return "";
        }
    }
}
