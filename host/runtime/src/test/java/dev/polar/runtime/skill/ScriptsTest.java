package dev.polar.runtime.skill;

import static dev.polar.runtime.skill.Skilled.ask;
import static dev.polar.runtime.skill.Skilled.call;
import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.runtime.Enforcement;
import dev.polar.runtime.Generation;
import dev.polar.runtime.Needs;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What authors can rely on. */
@Timeout(120)
class ScriptsTest {
    @TempDir
    Path files;

    @TempDir
    Path data;

    private Skilled skilled;

    @BeforeEach
    void aPackage() {
        Needs.node();
        skilled = new Skilled(files, data);
    }

    private Refusal refused(Generation generation, String tool) {
        return assertThrows(
                Refusal.class,
                () -> generation.invoke(call(tool, "{}"), Instant.now().plusSeconds(60)));
    }

    @Test
    void arguments_come_as_canonical_json_and_an_object_goes_back_in_each_language() {
        var generation = skilled.json(
                        "py.py",
                        "import json, sys\njson.dump({'got': sys.stdin.read(), 'argv': len(sys.argv)}, sys.stdout)")
                .json("js.mjs", """
                        let got = ''; for await (const part of process.stdin) got += part;
                        console.log(JSON.stringify({got, argv: process.argv.length - 1}))""")
                .json("cjs.js", "console.log(JSON.stringify({got: require('fs').readFileSync(0, 'utf8'), argv: 1}))")
                .text("sh.sh", "cat; echo; echo $#")
                .load();
        assertEquals(Enforcement.CONFINED_BWRAP, generation.enforcement());
        var arguments = "{'b': 'ö\\u20ac', 'a': 1.0}";
        var canonical = "{\\\"a\\\":1,\\\"b\\\":\\\"ö€\\\"}";
        for (var tool : new String[] {"py", "js", "cjs"}) {
            assertEquals("{\"argv\":1,\"got\":\"" + canonical + "\"}", ask(generation, tool, arguments));
        }
        assertEquals("{\"a\":1,\"b\":\"ö€\"}\n0", ask(generation, "sh", arguments));
    }

    @Test
    void an_object_is_structured_and_a_text_is_not() {
        var generation = skilled.json("object.sh", "echo '{\"b\": [1], \"a\": null}'")
                .text("text.sh", "printf '{\"a\": 1}\\n\\n'")
                .load();
        var object = generation.invoke(call("object", "{}"), Instant.now().plusSeconds(60));
        assertEquals("{\"b\":[1],\"a\":null}", object.structured().orElseThrow().toString());
        var text = generation.invoke(call("text", "{}"), Instant.now().plusSeconds(60));
        assertTrue(text.structured().isEmpty());
        assertEquals("{\"a\": 1}\n", text.content().getJsonObject(0).getString("text"));
        var tools = generation.tools();
        assertTrue(tools.getFirst().definition().containsKey("outputSchema"));
        assertFalse(tools.getLast().definition().containsKey("outputSchema"), "a text is no structured answer");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            nothing at all    | {'type':'object'}               | exit 0
            no JSON           | {'type':'object'}               | echo hello
            no object         | {}                              | echo '[1]'
            two objects       | {'type':'object'}               | echo '{} {}'
            a key twice       | {'type':'object'}               | echo '{"a":1,"a":2}'
            no number         | {'type':'object'}               | echo '{"a":NaN}'
            no UTF-8          | {'type':'string'}               | printf '\\377'
            too short a text  | {'type':'string','minLength':3} | echo ab
            """)
    void what_is_no_answer_is_refused(String what, String output, String script) {
        var refusal = refused(skilled.tool("odd", "odd.sh", script, output).load(), "odd");
        assertEquals(Code.RESULT_INVALID, refusal.code(), what);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            py.py | raise ValueError('no such town')                          | exit code 1: ValueError: no such town
            js.js | throw new Error('no such town')                           | exit code 1: Error: no such town
            sh.sh | echo starting >&2; echo no such town >&2; exit 7          | exit code 7: no such town
            ki.sh | kill -9 $$                                                | ended by signal 9
            co.sh | printf 'a\\033[31mb' >&2; exit 3                          | exit code 3: a [31mb
            """)
    void a_script_that_fails_fails_its_call_with_its_last_words(String file, String script, String words) {
        var refusal = refused(skilled.json(file, script).load(), file.substring(0, 2));
        assertEquals(Code.TOOL_FAILED, refusal.code());
        assertTrue(refusal.getMessage().endsWith(words), refusal.getMessage());
    }

    @Test
    void its_files_and_data_are_as_its_permissions_say() throws Exception {
        Files.writeString(data.resolve("kept"), "kept");
        var script =
                "cat skills/work/scripts/use.sh | head -c 3; ls \"$PLUGIN_DATA\"; echo x > \"$PLUGIN_DATA/new\" && ls /data";
        assertEquals("cat" + "new", ask(skilled.text("use.sh", script).load(), "use", "{}"));
        assertFalse(Files.exists(data.resolve("new")), "what was not granted is a directory of its own");
        assertEquals(
                "catkept\nkept\nnew",
                ask(skilled.granted("storage.write($DATA)").load(), "use", "{}"));
        assertTrue(Files.exists(data.resolve("new")));
    }

    @Test
    void a_script_finds_what_lies_beside_it() throws Exception {
        Files.createDirectories(files.resolve("skills/work/scripts"));
        Files.writeString(files.resolve("skills/work/scripts/towns.py"), "ALL = ['Ulm']");
        var generation =
                skilled.text("near.py", "import towns\nprint(towns.ALL[0])").load();
        assertEquals("Ulm", ask(generation, "near", "{}"));
    }

    @Test
    void calls_run_side_by_side_and_no_more_of_them_than_there_are_places() throws Exception {
        var generation = skilled.granted("storage.write($DATA)")
                .text(
                        "wait.sh",
                        "echo x > /data/$$.$(cat | tr -dc 0-9); while ! [ -e /data/go ]; do sleep 0.02; done; echo ok")
                .load();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var watch = data.getFileSystem().newWatchService()) {
            data.register(watch, ENTRY_CREATE);
            var calls = IntStream.range(0, 8)
                    .mapToObj(i -> threads.submit(() -> ask(generation, "wait", "{'n': " + i + "}")))
                    .toList();
            while (data.toFile().list().length < 8) {
                watch.take().reset();
            }
            assertEquals(Code.CONCURRENCY_LIMITED, refused(generation, "wait").code());
            Files.createFile(data.resolve("go"));
            for (var call : calls) {
                assertEquals("ok", call.get());
            }
        }
        assertEquals("ok", ask(generation, "wait", "{}"));
    }

    @Test
    void closing_lets_calls_end_and_then_nobody_in() throws Exception {
        var generation = skilled.granted("storage.write($DATA)")
                .text("slow.sh", "echo x > /data/up; sleep 0.5; echo done")
                .load();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var watch = data.getFileSystem().newWatchService()) {
            data.register(watch, ENTRY_CREATE);
            var call = threads.submit(() -> ask(generation, "slow", "{}"));
            watch.take();
            var report = generation.close(Duration.ofSeconds(30));
            assertEquals("done", call.get());
            assertEquals(0, report.cancelled());
            assertTrue(report.collected());
        }
        assertEquals(Code.PLUGIN_DISABLED, refused(generation, "slow").code());
    }

    @Test
    void a_secret_is_seen_by_the_script_and_by_nobody_who_lists_processes() throws Exception {
        var generation = skilled.granted("storage.write($DATA)")
                .knowing(Map.of("API_KEY", "canary-value-1", "_2ND", "it's \"$HOME\" `x` \\"))
                .json("see.py", "import json, os; print(json.dumps({k: len(v) for k, v in os.environ.items()}))")
                .text(
                        "tell.sh",
                        "echo x > /data/up; while ! [ -e /data/go ]; do sleep 0.02; done; echo \"$API_KEY $_2ND\"")
                .load();
        assertEquals(
                "{\"API_KEY\":14,\"HOME\":5,\"LANG\":7,\"PATH\":13,\"PLUGIN_DATA\":5,\"PLUGIN_ROOT\":7,\"PWD\":7,"
                        + "\"TMPDIR\":4,\"_2ND\":18}",
                ask(generation, "see", "{}"));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var watch = data.getFileSystem().newWatchService()) {
            data.register(watch, ENTRY_CREATE);
            var call = threads.submit(
                    () -> generation.invoke(call("tell", "{}"), Instant.now().plusSeconds(60)));
            watch.take();
            try (var processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
                for (var process : processes) {
                    assertFalse(commandLine(process).contains("canary"), () -> commandLine(process));
                }
            }
            Files.createFile(data.resolve("go"));
            assertEquals(
                    "canary-value-1 it's \"$HOME\" `x` \\",
                    call.get().content().getJsonObject(0).getString("text"),
                    "the gate takes it out, for all runtimes alike");
        }
    }

    private static String commandLine(Path process) {
        try {
            return Files.readString(process.resolve("cmdline"));
        } catch (java.io.IOException gone) {
            return "";
        }
    }

    @Test
    void a_secret_is_taken_out_of_its_last_words() {
        var generation = skilled.knowing(Map.of("API_KEY", "canary-value-1"))
                .json("leak.py", "import os; raise ValueError('x' * 480 + ' ' + os.environ['API_KEY'])")
                .load();
        var refusal = refused(generation, "leak");
        assertTrue(refusal.getMessage().contains(" [secret"), refusal.getMessage());
        assertFalse(refusal.getMessage().contains("canary"), "nothing is cut before secrets are out");
    }
}
