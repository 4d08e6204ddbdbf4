package dev.polar.dist;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A server in Node, one in Python, a skill's script and a plugin in Java try everything on one list, each once with no
 * permission at all and once with all that the list names.
 */
@Execution(ExecutionMode.SAME_THREAD)
class HostileTest {
    private static final int LIMIT_SECONDS = 600;
    private static final Pattern OUTCOME = Pattern.compile("(?m)^([^:]+): (did|refused): ");

    /** What may be tried, and what has to be granted for it to work. Nothing makes the others work. */
    private enum Attempt {
        READ_A_FILE("read a file", Needs.THE_FOLDER),
        READ_THROUGH_A_LINK("read it through a link", Needs.THE_FOLDER),
        READ_THROUGH_ITS_OWN_ROOT("read it through its own root", Needs.THE_FOLDER),
        READ_THROUGH_THE_FIRST("read it through the first process", Needs.THE_FOLDER),
        READ_THROUGH_THE_HOST("read it through the host", Needs.NOTHING_HELPS),
        WRITE_BESIDE_IT("write beside it", Needs.THE_FOLDER),
        WRITE_THROUGH_A_LINK("write through a link", Needs.THE_FOLDER),
        WRITE_ITS_OWN_PACKAGE("write its own package", Needs.NOTHING_HELPS),
        READ_OTHERS("read another plugin's data", Needs.NOTHING_HELPS),
        SETTINGS("write the kernel's settings", Needs.NOTHING_HELPS),
        TCP("connect to the host", Needs.NOTHING_HELPS),
        PROXY("fetch by the proxy", Needs.THE_HOST),
        UDP("send a datagram", Needs.NOTHING_HELPS),
        DNS("ask a name server", Needs.NOTHING_HELPS),
        UNIX("connect to a socket in the file system", Needs.NOTHING_HELPS),
        DOOR("connect to the operator's door", Needs.NOTHING_HELPS),
        ABSTRACT("connect to an abstract socket", Needs.NOTHING_HELPS),
        METADATA("reach the metadata service", Needs.NOTHING_HELPS),
        RAW("open a raw socket", Needs.NOTHING_HELPS),
        PROCESSES("see the host's processes", Needs.NOTHING_HELPS),
        SIGNAL("signal one", Needs.NOTHING_HELPS),
        ENVIRON("read one's environment", Needs.NOTHING_HELPS),
        MEMORY("read one's memory", Needs.NOTHING_HELPS),
        TRACE("trace one", Needs.NOTHING_HELPS),
        ENVIRONMENT("read the host's environment", Needs.NOTHING_HELPS),
        NAMESPACES("make namespaces", Needs.NOTHING_HELPS),
        MOUNT("mount", Needs.NOTHING_HELPS),
        ROOT("become root", Needs.NOTHING_HELPS),
        KEYRING("use the kernel's keyring", Needs.NOTHING_HELPS),
        SHELL("spawn a shell", Needs.NOTHING_HELPS),
        ITSELF("spawn itself", Needs.NOTHING_HELPS);

        private final String name;
        private final Needs needs;

        Attempt(String name, Needs needs) {
            this.name = name;
            this.needs = needs;
        }
    }

    private enum Needs {
        THE_FOLDER,
        THE_HOST,
        NOTHING_HELPS
    }

    /** Whoever tries. */
    private enum Stranger {
        NODE,
        PYTHON,
        SCRIPT,
        JAVA;

        String plugin(String grant) {
            return "local." + name().toLowerCase(Locale.ROOT) + "-" + grant;
        }
    }

    @TempDir
    static Path scratch;

    private static Clone clone;
    private static Terminal terminal;

    @BeforeAll
    static void a_host_with_strangers() throws IOException {
        for (var program : new String[] {"bwrap bubblewrap", "node nodejs", "python3 python3"}) {
            Clone.require(program.split(" ")[0], program.split(" ")[1]);
        }
        clone = Clone.in(scratch);
        var files = Files.createDirectory(clone.directory().resolve("hostile"));
        try (var all = Files.list(Path.of(System.getProperty("polar.root"), "host/dist/src/test/hostile"))) {
            for (var file : all.toList()) {
                Files.copy(file, files.resolve(file.getFileName()));
            }
        }
        terminal = clone.terminal(Map.of("HOSTILE_CANARY", "of the host"), LIMIT_SECONDS);
        var begun = terminal.run("export PATH=\"$PWD:$PATH\"; . hostile/begin.sh");
        assertEquals(0, begun.exit(), begun::output);
    }

    @AfterAll
    static void nothing_is_left() throws IOException {
        terminal.run("polar down; pid=$targets_PID; exec {targets[1]}>&-; wait $pid");
        terminal.close();
        clone.close();
    }

    @ParameterizedTest
    @EnumSource
    void without_a_permission_nothing_works(Stranger stranger) throws IOException {
        assertEquals(new TreeSet<>(), worked(stranger, "bare"));
    }

    @ParameterizedTest
    @EnumSource
    void with_permissions_what_they_name_works_and_nothing_else(Stranger stranger) throws IOException {
        var granted = Stream.of(Attempt.values())
                .filter(attempt -> attempt.needs != Needs.NOTHING_HELPS)
                .map(attempt -> attempt.name)
                .collect(toCollection(TreeSet::new));
        assertEquals(granted, worked(stranger, "granted"));
    }

    /** What it proved that it could do. Called twice, for it has to answer still; every record says what held it. */
    private static SortedSet<String> worked(Stranger stranger, String grant) throws IOException {
        var plugin = stranger.plugin(grant);
        var did = terminal.run("attempt " + plugin + " >/dev/null && attempt " + plugin);
        assertEquals(0, did.exit(), did::output);
        var tried = OUTCOME.matcher(did.output()).results().toList();
        var known = Stream.of(Attempt.values()).map(attempt -> attempt.name).collect(toSet());
        assertEquals(
                List.of(),
                tried.stream().filter(one -> !known.contains(one.group(1))).toList());
        assertTrue(tried.size() >= 20, did::output);
        var records = terminal.run("polar audit list --plugin " + plugin + " | grep ' call '");
        assertTrue(records.output().lines().allMatch(line -> line.contains("confined:bwrap")), records::output);
        assertEquals(4, records.output().lines().count(), records::output);
        return tried.stream()
                .filter(one -> one.group(2).equals("did"))
                .map(one -> one.group(1))
                .collect(toCollection(TreeSet::new));
    }
}
