package dev.polar.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An author at work: Java code that nobody signed, changed while the host runs, and nothing of it beyond that host. */
class DevelopmentTest {
    private static final int LIMIT_SECONDS = 300;

    private static final String PLUGIN = """
            export PATH="$PWD:$PATH" POLAR_DATA_DIR="$HOME/normal"
            mkdir -p work/greet/dev.polar/code && cd work
            cat > greet/plugin.json <<'JSON'
            {"$schema": "https://agent-plugins.org/schemas/1.0.0/plugin.schema.json",
             "name": "acme.greet", "version": "1.0.0", "description": "Greets", "license": "Apache-2.0",
             "extensions": {"dev.polar": {"format": 1, "epoch": 1, "spi": "[1.0,2.0)",
               "entry": {"runtime": "pf4j", "jar": "greet.jar"},
               "tools": [{"name": "hello", "description": "Greets", "effect": "read",
                 "input": {"type": "object"}, "output": {"type": "object"}}]}}}
            JSON
            build() {
              cat > Greet.java <<JAVA
            package greet;

            import dev.polar.spi.*;
            import java.util.Map;

            @org.pf4j.Extension
            public final class Greet implements Plugin {
                public record Said(String text, boolean confined) {}

                @Override
                public Map<String, ToolHandler> tools(PluginContext host) {
                    boolean confined = !java.nio.file.Files.exists(java.nio.file.Path.of("$PWD/Greet.java"));
                    return Map.of("hello", call -> ToolResult.of(new Said("$1", confined)));
                }
            }
            JAVA
              rm -rf classes && mkdir -p classes/META-INF && echo greet.Greet > classes/META-INF/extensions.idx
              "$JAVA_HOME/bin/javac" -proc:none -d classes -cp "$(echo ../dist/polar/lib/*.jar | tr ' ' ':')" Greet.java
              "$JAVA_HOME/bin/jar" --create --no-manifest --file greet.jar -C classes .
              mv greet.jar greet/dev.polar/code/greet.jar
            }
            reloaded() {
              for i in $(seq 600); do [ "$(grep -c ' is in, after ' dev.log)" = "$1" ] && return; sleep 0.1; done
              cat dev.log; return 1
            }
            build good-day
            """;

    @TempDir
    Path scratch;

    private Clone clone;

    @BeforeEach
    void a_clone() throws IOException {
        Clone.require("bwrap", "bubblewrap");
        clone = Clone.in(scratch);
    }

    @AfterEach
    void nothing_is_left() throws IOException {
        clone.close();
    }

    @Test
    void an_unsigned_plugin_answers_anew_after_each_build_and_stays_in_its_host() throws IOException {
        try (var terminal = clone.terminal(Map.of(), LIMIT_SECONDS)) {
            run(
                    terminal,
                    PLUGIN
                            + "polar dev greet > dev.log 2>&1 &\nreloaded 1 && export POLAR_DATA_DIR=\"$HOME/normal-dev\"");
            var first = run(terminal, "polar call acme.greet/hello --json '{}'");
            assertTrue(first.contains("good-day") && first.contains("\"confined\":true"), first);

            var second = run(terminal, "build good-evening && reloaded 2 && polar call acme.greet/hello --json '{}'");
            assertTrue(second.contains("good-evening"), second);
            var listed = run(terminal, "polar list");
            assertTrue(listed.contains(" dev ") && listed.contains(" confined:"), listed);
            var status = run(terminal, "polar status");
            assertTrue(status.contains("normal-dev   (for development)"), status);
            var recorded = run(terminal, "polar audit list --plugin acme.greet");
            assertEquals(
                    2,
                    recorded.lines().filter(line -> line.contains(" update ")).count(),
                    recorded);

            // What does not fit the rules is told, and the one before goes on.
            run(terminal, "cp greet/plugin.json good.json; sed -i 's/\"epoch\": 1/\"epoch\": 0/' greet/plugin.json");
            run(
                    terminal,
                    "for i in $(seq 300); do grep -q 'error MANIFEST_INVALID' dev.log && break; sleep 0.1; done;"
                            + " grep -q 'error MANIFEST_INVALID' dev.log");
            var after = run(terminal, "polar call acme.greet/hello --json '{}'");
            assertTrue(after.contains("good-evening"), after);

            // Other verbs sign with that host's own key, and take what nobody signed.
            var other = run(
                    terminal,
                    "cp -r greet other && sed 's/acme.greet/acme.other/' good.json > other/plugin.json"
                            + " && polar pack other --no-key && polar install acme.other-1.0.0.polar --yes"
                            + " && polar enable acme.other --yes && polar call acme.other/hello --json '{}'");
            assertTrue(other.contains("good-evening"), other);

            for (var taking : List.of("backup x.backup", "lock", "node export x.join", "up -d", "renew acme.greet")) {
                var did = terminal.run("polar " + taking);
                assertEquals(4, did.exit(), taking + ": " + did.output());
                assertTrue(did.output().contains("error DEV_INSTALLATION"), did::output);
            }
            run(terminal, "polar down && wait");
            assertEquals(List.of(), clone.left());
            assertFalse(Files.exists(scratch.resolve("home/normal")), "no other host was touched");
            assertFalse(Files.exists(scratch.resolve("home/.config/polar")), "nor anybody's key made");
        }
    }

    @Test
    void a_host_that_is_not_for_development_takes_no_such_thing_whatever_it_is_told() throws IOException {
        try (var terminal = clone.terminal(Map.of(), LIMIT_SECONDS)) {
            run(terminal, PLUGIN + "polar key new --operator --no-passphrase && polar up -d");
            run(terminal, "polar pack greet --no-key");
            for (var file : List.of("greet", "acme.greet-1.0.0.polar")) {
                var install = terminal.run("polar install " + file + " --yes");
                assertFalse(install.exit() == 0, install::output);
            }
            var unsigned = terminal.run("polar install acme.greet-1.0.0.polar --yes");
            assertTrue(
                    unsigned.output().contains("error SIGNATURE_MISSING")
                            || unsigned.output().contains("error PUBLISHER_UNKNOWN"),
                    unsigned::output);
            var variable = terminal.run("polar down; POLAR_DEV=yes polar up -d");
            assertTrue(variable.output().contains("unknown environment variable: POLAR_DEV"), variable::output);
            var made = terminal.run("polar up -d --dev --data \"$HOME/normal\"");
            assertTrue(made.output().contains("never becomes one for development"), made::output);
            assertEquals(List.of(), clone.left());
        }
    }

    private static String run(Terminal terminal, String commands) throws IOException {
        var did = terminal.run(commands);
        assertEquals(0, did.exit(), did::output);
        return did.output();
    }
}
