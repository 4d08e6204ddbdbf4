package dev.polar.runtime.child;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.polar.runtime.Needs;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class HiddenVariablesTest {
    private static final String SCRIPT =
            "echo \"$API_KEY $B\"; read -r line; env | cut -d= -f1 | grep -v '^PWD$' | sort | tr '\\n' ' '; echo";

    @TempDir
    Path files;

    private Cage cage(Map<String, String> environment) {
        var cage = Shell.cage(files, new Cage.Data.Fleeting(), SCRIPT);
        return new Cage(
                cage.files(),
                cage.data(),
                cage.shares(),
                cage.programs(),
                environment,
                cage.directory(),
                cage.command(),
                Optional.empty(),
                cage.limits());
    }

    @ParameterizedTest
    @ValueSource(strings = {"bwrap", "landlock"})
    void a_hidden_value_is_in_the_environment_and_on_no_command_line(String held) throws IOException {
        var confinement = held.equals("bwrap") ? Needs.confinement() : Needs.landlock();
        var cage = cage(Map.of(
                "LANG", "C.UTF-8", "API_KEY", Cage.hidden("canary '$HOME' `x` \\ \" ;"), "B", Cage.hidden("canary-2")));
        assertFalse(cage.toString().contains("canary"), cage::toString);
        var child = confinement.start(Needs.STARTER, "test", cage, line -> {});
        try (var output = new BufferedReader(new InputStreamReader(child.output(), UTF_8))) {
            assertEquals("canary '$HOME' `x` \\ \" ; canary-2", output.readLine());
            try (var processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
                processes.forEach(process -> assertFalse(commandLine(process).contains("canary '$HOME'"), held));
            }
            child.input().close();
            assertEquals("API_KEY B LANG ", output.readLine());
        } finally {
            child.end(Duration.ZERO, Duration.ZERO);
        }
    }

    @Test
    void a_name_that_a_shell_would_read_as_something_else_is_not_started() {
        var cage = cage(Map.of("A;touch /tmp/x", Cage.hidden("value")));
        assertThrows(
                IllegalArgumentException.class,
                () -> Needs.confinement().start(Needs.STARTER, "test", cage, line -> {}));
    }

    private static String commandLine(Path process) {
        try {
            return Files.readString(process.resolve("cmdline"));
        } catch (IOException gone) {
            return "";
        }
    }
}
