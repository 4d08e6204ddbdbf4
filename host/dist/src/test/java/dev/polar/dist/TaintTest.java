package dev.polar.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Attack 62, with all of Polar as people run it: a call that ignores its cancellation, of a plugin that is revoked. */
class TaintTest {
    private static final int LIMIT_SECONDS = 480;

    /** Three packages of one jar: two are revoked one after the other, the third shows what that does to the neighbours. */
    private static final String PLUGINS = """
            set -e
            mkdir -p work/classes/META-INF work/deaf/dev.polar/code && cd work
            cat > Deaf.java <<'JAVA'
            package deaf;

            import dev.polar.spi.*;
            import java.nio.file.*;
            import java.util.Map;
            import java.util.concurrent.locks.LockSupport;

            @org.pf4j.Extension
            public final class Deaf implements Plugin {
                public record Where(String file) {}

                @Override
                public Map<String, ToolHandler> tools(PluginContext host) {
                    return Map.of("look", call -> ToolResult.of(new Where("here")), "stay", this::stay);
                }

                private ToolResult stay(ToolCall call) throws Exception {
                    Files.createFile(Path.of(call.arguments().as(Where.class).file()));
                    while (true) {
                        Thread.interrupted();
                        LockSupport.parkNanos(50_000_000);
                    }
                }
            }
            JAVA
            cat > deaf/plugin.json <<'JSON'
            {"$schema": "https://agent-plugins.org/schemas/1.0.0/plugin.schema.json",
             "name": "local.deaf", "version": "1.0.0", "description": "Stays", "license": "Apache-2.0",
             "extensions": {"dev.polar": {"format": 1, "epoch": 1, "spi": "[1.0,2.0)",
               "entry": {"runtime": "pf4j", "jar": "deaf.jar"},
               "tools": [
                 {"name": "look", "description": "Answers", "effect": "read",
                  "input": {"type": "object"}, "output": {"type": "object"}},
                 {"name": "stay", "description": "Never answers", "effect": "read",
                  "input": {"type": "object", "properties": {"file": {"type": "string"}}},
                  "output": {"type": "object"}}]}}}
            JSON
            "$JAVA_HOME/bin/javac" -proc:none -d classes -cp "$(echo ../dist/polar/lib/*.jar | tr ' ' ':')" Deaf.java
            echo deaf.Deaf > classes/META-INF/extensions.idx
            "$JAVA_HOME/bin/jar" --create --no-manifest --file deaf/dev.polar/code/deaf.jar -C classes .
            for plugin in mute calm; do cp -r deaf $plugin; sed -i "s/local.deaf/local.$plugin/" $plugin/plugin.json; done
            polar key new --operator --no-passphrase
            polar up -d
            for plugin in deaf mute calm; do
              polar pack $plugin
              plan=$(polar install local.$plugin-1.0.0.polar --in-host --dry-run | awk '$1 == "plan" { print $2 }')
              polar install local.$plugin-1.0.0.polar --in-host --plan "$plan"
              polar enable local.$plugin --yes
            done
            set +e
            """;

    /** Leaves a call inside {@code $plugin} and takes that back. */
    private static final String REVOKE = """
            polar call local.$plugin/stay --json '{"file": "'"$PWD"'/inside-'$plugin'"}' > called 2>&1 &
            for i in $(seq 600); do [ -e inside-$plugin ] && break; sleep 0.1; done
            [ -e inside-$plugin ] && polar revoke local.$plugin --reason 'key stolen' --yes
            """;

    @TempDir
    Path scratch;

    private Clone clone;

    @BeforeEach
    void a_clone() throws IOException {
        clone = Clone.in(scratch);
    }

    @AfterEach
    void nothing_is_left() throws IOException {
        clone.close();
    }

    @Test
    void the_host_admits_nothing_and_is_started_again_without_it_by_itself_or_by_people() throws IOException {
        try (var terminal = clone.terminal(Map.of("POLAR_REVOCATION_RESTART_AFTER", "40s"), LIMIT_SECONDS)) {
            done(terminal, "export PATH=\"$PWD:$PATH\"\n" + PLUGINS);
            var before = pid(terminal);
            done(terminal, "plugin=deaf\n" + REVOKE);
            assertTainted(terminal);
            assertEquals(1, endings(), this::log);
            terminal.run(
                    "for i in $(seq 200); do polar status 2>/dev/null | grep -q '^ready' && break; sleep 0.5; done");
            assertNotEquals(before, pid(terminal), "only exit code 75 makes the keeper start it again");
            assertOut(terminal, "local.deaf");

            done(terminal, "polar down && export POLAR_REVOCATION_RESTART_AFTER=never && polar up -d");
            var after = pid(terminal);
            var told = endings();
            done(terminal, "plugin=mute\n" + REVOKE);
            assertTainted(terminal);
            assertEquals(told, endings(), "where people decide it stays as it is until they do");
            assertEquals(after, pid(terminal));
            done(terminal, "polar down && polar up -d");
            assertOut(terminal, "local.mute");
            done(terminal, "polar down");
            assertEquals(List.of(), clone.left());
        }
    }

    private static void done(Terminal terminal, String commands) throws IOException {
        var did = terminal.run(commands);
        assertEquals(0, did.exit(), did::output);
    }

    /** How often a host has said that it ends by itself. */
    private long endings() {
        return Pattern.compile("the host ends in 40 s, to start again without it")
                .matcher(log())
                .results()
                .count();
    }

    private static void assertTainted(Terminal terminal) throws IOException {
        var call = terminal.run("polar call local.calm/look --json '{}'");
        assertTrue(call.output().contains("error TAINTED"), call::output);
        var status = terminal.run("polar status");
        assertFalse(status.output().startsWith("ready"), status::output);
        var inside = terminal.run("wait; cat called");
        assertTrue(inside.output().contains("error PLUGIN_REVOKED"), inside::output);
    }

    private static void assertOut(Terminal terminal, String plugin) throws IOException {
        var calm = terminal.run("polar call local.calm/look --json '{}'");
        assertEquals(0, calm.exit(), calm::output);
        var out = terminal.run("polar call " + plugin + "/look --json '{}'");
        assertTrue(out.output().contains("error PLUGIN_REVOKED"), out::output);
        var enable = terminal.run("polar enable " + plugin + " --yes");
        assertTrue(enable.output().contains("error PLUGIN_REVOKED"), enable::output);
        var told = terminal.run("polar audit list --plugin " + plugin + " --decision deny");
        assertTrue(told.output().contains(" taint "), told::output);
    }

    private static String pid(Terminal terminal) throws IOException {
        var status = terminal.run("polar status --json").output();
        var pid = Pattern.compile("\"pid\":(\\d+)").matcher(status);
        assertTrue(pid.find(), status);
        return pid.group(1);
    }

    private String log() {
        try {
            return Files.readString(scratch.resolve("home/.local/share/polar/host.log"));
        } catch (IOException e) {
            return e.toString();
        }
    }
}
