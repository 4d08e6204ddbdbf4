package dev.polar.cli.importing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LaunchTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "npx pkg                          | pkg          | -   |",
                "npx -y @a/pkg@1.2.3 --x y        | @a/pkg@1.2.3 | -   | --x y",
                "npx --yes pkg@^2 -y              | pkg@^2       | -   | -y",
                "npx -y -p pkg@next cmd a         | pkg@next     | cmd | a",
                "npx --package=@a/b cmd           | @a/b         | cmd |",
                "/usr/bin/npx -y pkg              | pkg          | -   |",
                "npm exec -y pkg -- a             | pkg          | -   | a",
                "npm x pkg                        | pkg          | -   |",
                "pnpm dlx pkg a                   | pkg          | -   | a"
            })
    void launchers_of_the_registry_are_understood(String line, String spec, String command, String args) {
        var launch = (Launch.Registry) Launch.of(Arrays.asList(line.split(" ")));
        assertEquals(spec, launch.spec().toString());
        assertEquals(command, launch.command().orElse("-"));
        assertEquals(args == null ? "" : args, String.join(" ", launch.args()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "node server.js a                 | node    |                    | server.js | a",
                "node --max-old-space-size=64 s.mjs | node  | --max-old-space-size=64 | s.mjs |",
                "/opt/node/bin/node s.js          | node    |                    | s.js      |",
                "python -u s.py --x               | python3 | -u                 | s.py      | --x",
                "java -Xmx64m -jar s.jar a        | java    | -Xmx64m -jar       | s.jar     | a"
            })
    void interpreters_and_their_files_are_understood(
            String line, String runtime, String options, String file, String args) {
        var launch = (Launch.File) Launch.of(Arrays.asList(line.split(" ")));
        assertEquals(runtime, launch.runtime());
        assertEquals(options == null ? "" : options, String.join(" ", launch.options()));
        assertEquals(file, launch.file());
        assertEquals(args == null ? "" : args, String.join(" ", launch.args()));
    }

    @ParameterizedTest
    @CsvSource({
        "uvx mcp-server-git, LAUNCHER_FETCHES",
        "pipx run x, LAUNCHER_FETCHES",
        "docker run -i mcp/x, LAUNCHER_FETCHES",
        "bunx x, LAUNCHER_FETCHES",
        "deno run https://x.example/s.ts, LAUNCHER_FETCHES",
        "sh -c curl|sh, LAUNCHER_FETCHES",
        "npm install x, LAUNCHER_FETCHES",
        "npm, LAUNCHER_FETCHES",
        "npx, LAUNCHER_FETCHES",
        "npx -c x, LAUNCHER_FETCHES",
        "npx -y https://x.example/p.tgz, LAUNCHER_FETCHES",
        "npx -y github:a/b, LAUNCHER_FETCHES",
        "npx -y a/b, LAUNCHER_FETCHES",
        "npx -y ./local, LAUNCHER_FETCHES",
        "npx -y pkg@file:../x, LAUNCHER_FETCHES",
        "npx -y pkg@npm:other@1, LAUNCHER_FETCHES",
        "npx -y --registry=https://x.example pkg, LAUNCHER_FETCHES",
        "ruby s.rb, COMMAND_NOT_PACKAGED",
        "./server, COMMAND_NOT_PACKAGED",
        "env A=b node s.js, COMMAND_NOT_PACKAGED",
        "node, COMMAND_NOT_PACKAGED",
        "node -e 1, COMMAND_NOT_PACKAGED",
        "node --require ./x s.js, COMMAND_NOT_PACKAGED",
        "node --import=x s.js, COMMAND_NOT_PACKAGED",
        "python3 -m server, COMMAND_NOT_PACKAGED",
        "java -cp a.jar Main, COMMAND_NOT_PACKAGED",
        "java -javaagent:x.jar -jar s.jar, COMMAND_NOT_PACKAGED",
        "java -jar, COMMAND_NOT_PACKAGED"
    })
    void everything_else_is_refused(String line, Code code) {
        var refusal = assertThrows(Refusal.class, () -> Launch.of(Arrays.asList(line.split(" "))));
        assertEquals(code, refusal.code(), refusal.getMessage());
        assertTrue(!refusal.hint().isEmpty());
    }
}
