package dev.polar.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the launcher starts leaves no memory on a disk when it crashes: {@code docs/security.md}. */
class CrashFilesTest {
    private static final Path LAUNCHER = Path.of(System.getProperty("polar.root"), "polar");
    private static final Map<String, String> WANTED = new TreeMap<>(Map.of(
            "HeapDumpOnOutOfMemoryError", "false",
            "HeapDumpBeforeFullGC", "false",
            "HeapDumpAfterFullGC", "false",
            "CrashOnOutOfMemoryError", "false",
            "CreateCoredumpOnCrash", "false",
            "ErrorFileToStderr", "true"));

    private static List<String> flags(String file) throws IOException {
        var text = Files.readString(LAUNCHER);
        var from = text.indexOf("cat >\"$1/" + file + "\" <<ARGS\n");
        assertTrue(from > 0, file);
        return text.substring(from, text.indexOf("\nARGS\n", from))
                .lines()
                .filter(line -> line.startsWith("-XX:"))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    /** As the JVM itself understands it, and though somebody's environment wants the contrary. */
    @ParameterizedTest
    @ValueSource(strings = {"host.args", "cli.args"})
    void a_jvm_that_crashes_writes_no_file_of_its_memory(String file) throws Exception {
        var command = flags(file);
        command.addFirst(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+PrintFlagsFinal", "-version"));
        var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment()
                .put(
                        "JAVA_TOOL_OPTIONS",
                        "-XX:+HeapDumpOnOutOfMemoryError -XX:+CreateCoredumpOnCrash -XX:-ErrorFileToStderr");
        var process = builder.start();
        var said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor());
        var found = Pattern.compile("(?m)^ *bool +(\\w+) += +(true|false) ")
                .matcher(said)
                .results()
                .filter(flag -> WANTED.containsKey(flag.group(1)))
                .collect(Collectors.toMap(
                        flag -> flag.group(1), flag -> flag.group(2), (one, two) -> two, TreeMap::new));
        assertEquals(WANTED, found);
    }

    @Test
    void no_process_that_the_launcher_starts_may_write_a_core_file() throws IOException {
        var main = Files.readString(LAUNCHER).replaceFirst("(?s).*?\nmain\\(\\) \\{\n", "");
        assertTrue(main.stripLeading().startsWith("ulimit -c 0 "), "first of all");
    }
}
