package dev.polar.runtime.child;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.runtime.Needs;
import dev.polar.runtime.seccomp.Architecture;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The weaker cage, for what {@link AttemptsTest} does not ask. */
@Timeout(60)
class LandlockedTest {
    private static final Cage.Data NO_DATA = new Cage.Data.Fleeting();

    @TempDir
    Path run;

    @TempDir
    Path files;

    private Confinement.Available confinement;

    @BeforeEach
    void itIsThere() {
        Needs.landlock();
        confinement = new Landlocked(Architecture.here().orElseThrow(), run);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            quoteCharacter = '`',
            value = {
                "no environment but that of the cage => env | sort => LANG=C.UTF-8 PWD={plugin}",
                "it starts where the cage says => pwd => {plugin}",
                "no descriptor of the launcher's => for i in 3 4 5 6 7 8 9; do (: <&$i) 2>/dev/null && echo $i; done; echo none => none",
                "no core files => ulimit -c => 0",
                "its own limit on files => ulimit -n => 256",
                "nothing ignored or blocked => kill -TERM $$; echo alive => ",
                "no command line of another's => cat /proc/[0-9]*/cmdline 2>/dev/null | wc -c => 0",
                "nothing of the host's temporary files => ls /tmp 2>/dev/null | wc -l => 0"
            })
    void what_a_confined_process_sees(String what, String script, String seen) throws IOException {
        var expected = seen == null ? "" : seen.replace("{plugin}", files.toString());
        assertEquals(expected, run(Shell.cage(files, NO_DATA, script)), what);
    }

    @Test
    void its_data_are_as_its_permissions_say(@TempDir Path data) throws IOException {
        Files.writeString(data.resolve("kept"), "data");
        var script = "ls " + Cage.DATA + "; (echo x > " + Cage.DATA + "/new) 2>/dev/null && ls " + Cage.DATA
                + " || echo read-only";
        assertEquals("new", run(Shell.cage(files, NO_DATA, script)));
        assertEquals("kept read-only", run(Shell.cage(files, new Cage.Data.ReadOnly(data), script)));
        assertFalse(Files.exists(data.resolve("new")));
        assertEquals("kept kept new", run(Shell.cage(files, new Cage.Data.Writable(data), script)));
        assertTrue(Files.exists(data.resolve("new")));
    }

    @Test
    void variables_of_a_package_do_not_reach_the_launcher() throws IOException {
        var cage = Shell.cage(files, NO_DATA, "echo $JAVA_TOOL_OPTIONS $LD_LIBRARY_PATH");
        var environment = new HashMap<>(Map.of("JAVA_TOOL_OPTIONS", "-XX:NoSuchOption", "LD_LIBRARY_PATH", "/nowhere"));
        assertEquals("-XX:NoSuchOption /nowhere", run(with(cage, environment, cage.command())));
    }

    @Test
    void words_keep_their_bytes() throws IOException {
        var cage = Shell.cage(files, NO_DATA, "");
        var words = List.of("/usr/bin/printf", "%s|", "", "a b", "ü€😀", "$HOME", "\n", "'");
        assertEquals(
                "|a b|ü€😀|$HOME||'|",
                run(with(cage, Map.of("LANG", "C.UTF-8"), words)).replace(" |'", "|'"));
    }

    @Test
    void without_a_namespace_there_is_no_way_to_the_network() {
        var cage = Shell.cage(files, NO_DATA, "true");
        var granted = new Cage(
                cage.files(),
                cage.data(),
                cage.shares(),
                cage.programs(),
                cage.environment(),
                cage.directory(),
                cage.command(),
                Optional.of(run.resolve("socket")),
                cage.limits());
        var refusal =
                assertThrows(Refusal.class, () -> confinement.start(Needs.STARTER, "netted", granted, line -> {}));
        assertEquals(Code.ISOLATION_UNAVAILABLE, refusal.code());
        assertTrue(refusal.hint().contains("bubblewrap"), refusal.hint());
    }

    @Test
    void a_program_that_is_not_there_is_named() throws IOException {
        var cage = Shell.cage(files, NO_DATA, "");
        var child = confinement.start(
                Needs.STARTER, "ghost", with(cage, Map.of(), List.of("/usr/bin/no-such-program")), line -> {});
        assertEquals(Optional.of(125), child.awaitExit(Duration.ofSeconds(20)));
        child.cut();
        assertTrue(child.lastWords().contains("/usr/bin/no-such-program cannot be run"), child.lastWords());
    }

    @Test
    void java_runs_in_it() throws IOException {
        var inmate = "dev/polar/runtime/child/Inmate.class";
        Files.createDirectories(files.resolve(inmate).getParent());
        try (var in = Inmate.class.getResourceAsStream("Inmate.class")) {
            Files.copy(in, files.resolve(inmate), StandardCopyOption.REPLACE_EXISTING);
        }
        var java = Path.of(System.getProperty("java.home"), "bin", "java");
        var cage = new Cage(
                files,
                NO_DATA,
                List.of(),
                Interpreters.needed(java),
                Granted.environment(),
                Cage.ROOT,
                List.of(java.toString(), "-Xmx64m", "-cp", Cage.ROOT, Inmate.class.getName()),
                Optional.empty(),
                Cage.Limits.DEFAULT);
        assertEquals(
                "temporary file: yes; process: yes; other's file: no; connection: no; server: no; path: no", run(cage));
    }

    @Test
    void node_runs_in_it() throws IOException {
        var script = """
                const fs = require('fs'), os = require('os'), cp = require('child_process'), net = require('net');
                const tries = (what, f) => { try { f(); return what + ': yes'; } catch (e) { return what + ': no'; } };
                const said = [
                  tries('temporary file', () => fs.writeFileSync(os.tmpdir() + '/x', 'x')),
                  tries('process', () => { if (cp.execSync('cat', {input: 'x'}) != 'x') throw 0; }),
                  tries('processors', () => { if (os.cpus().length < 1) throw 0; }),
                  tries("other's file", () => fs.readFileSync('/etc/passwd')),
                  tries('interfaces', () => os.networkInterfaces())];
                net.connect(1, '127.0.0.1').on('error', e => console.log(said.join('; ') + '; connection: ' + e.code));
                """;
        var cage = new Cage(
                files,
                NO_DATA,
                List.of(),
                Interpreters.needed(Needs.node()),
                Granted.environment(),
                Cage.ROOT,
                List.of(Needs.node().toString(), "-e", script),
                Optional.empty(),
                Cage.Limits.DEFAULT);
        assertEquals(
                "temporary file: yes; process: yes; processors: yes; other's file: no; interfaces: no;"
                        + " connection: EACCES",
                run(cage));
    }

    private String run(Cage cage) throws IOException {
        var child = confinement.start(Needs.STARTER, "test", cage, System.err::println);
        child.input().close();
        var said = new String(child.output().readAllBytes(), UTF_8).trim().replaceAll("\\s+", " ");
        child.end(Duration.ofSeconds(5), Duration.ZERO);
        return said;
    }

    private static Cage with(Cage cage, Map<String, String> environment, List<String> command) {
        return new Cage(
                cage.files(),
                cage.data(),
                cage.shares(),
                cage.programs(),
                environment,
                cage.directory(),
                command,
                cage.egress(),
                cage.limits());
    }
}
