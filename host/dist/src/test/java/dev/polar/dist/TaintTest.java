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
    private static final int LIMIT_SECONDS = 300;

    /** Two packages of one jar: one is revoked, the other shows what that does to the neighbours. */
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
            cp -r deaf calm && sed -i 's/local.deaf/local.calm/' calm/plugin.json
            polar key new --operator --no-passphrase
            polar up -d
            for plugin in deaf calm; do
              polar pack $plugin
              plan=$(polar install local.$plugin-1.0.0.polar --in-host --dry-run | awk '$1 == "plan" { print $2 }')
              polar install local.$plugin-1.0.0.polar --in-host --plan "$plan"
              polar enable local.$plugin --yes
            done
            set +e
            """;

    /** Leaves a call inside and takes its plugin back. */
    private static final String REVOKE = """
            polar call local.deaf/stay --json '{"file": "'"$PWD"'/inside"}' > called 2>&1 &
            for i in $(seq 600); do [ -e inside ] && break; sleep 0.1; done
            [ -e inside ] && polar revoke local.deaf --reason 'key stolen' --yes
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
    void the_host_admits_nothing_and_is_started_again_without_it() throws IOException {
        try (var terminal = started("40s")) {
            var before = pid(terminal);
            var revoked = terminal.run(REVOKE);
            assertEquals(0, revoked.exit(), revoked::output);
            assertTainted(terminal);
            assertTrue(log().contains("the host ends in 40 s, to start again without it"), this::log);
            terminal.run(
                    "for i in $(seq 200); do polar status 2>/dev/null | grep -q '^ready' && break; sleep 0.5; done");
            assertNotEquals(before, pid(terminal), "only exit code 75 makes the keeper start it again");
            assertOut(terminal);
            ended(terminal);
        }
    }

    @Test
    void where_people_decide_it_stays_as_it_is_until_they_do() throws IOException {
        try (var terminal = started("never")) {
            var before = pid(terminal);
            var revoked = terminal.run(REVOKE);
            assertEquals(0, revoked.exit(), revoked::output);
            assertTainted(terminal);
            assertFalse(log().contains("to start again without it"), this::log);
            assertEquals(before, pid(terminal));
            var again = terminal.run("polar down && polar up -d");
            assertEquals(0, again.exit(), again::output);
            assertOut(terminal);
            ended(terminal);
        }
    }

    private Terminal started(String restartAfter) throws IOException {
        var terminal = clone.terminal(Map.of("POLAR_REVOCATION_RESTART_AFTER", restartAfter), LIMIT_SECONDS);
        var did = terminal.run("export PATH=\"$PWD:$PATH\"\n" + PLUGINS);
        assertEquals(0, did.exit(), did::output);
        return terminal;
    }

    private static void assertTainted(Terminal terminal) throws IOException {
        var call = terminal.run("polar call local.calm/look --json '{}'");
        assertTrue(call.output().contains("error TAINTED"), call::output);
        var status = terminal.run("polar status");
        assertFalse(status.output().startsWith("ready"), status::output);
        var inside = terminal.run("wait; cat called");
        assertTrue(inside.output().contains("error PLUGIN_REVOKED"), inside::output);
    }

    private static void assertOut(Terminal terminal) throws IOException {
        var calm = terminal.run("polar call local.calm/look --json '{}'");
        assertEquals(0, calm.exit(), calm::output);
        var deaf = terminal.run("polar call local.deaf/look --json '{}'");
        assertTrue(deaf.output().contains("error PLUGIN_REVOKED"), deaf::output);
        var enable = terminal.run("polar enable local.deaf --yes");
        assertTrue(enable.output().contains("error PLUGIN_REVOKED"), enable::output);
        var told = terminal.run("polar audit list --plugin local.deaf --decision deny");
        assertTrue(told.output().contains(" taint "), told::output);
    }

    private void ended(Terminal terminal) throws IOException {
        var down = terminal.run("polar down");
        assertEquals(0, down.exit(), down::output);
        assertEquals(List.of(), clone.left());
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
