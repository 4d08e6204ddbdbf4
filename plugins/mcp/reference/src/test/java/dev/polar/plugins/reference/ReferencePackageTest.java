package dev.polar.plugins.reference;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What vendor.sh left: a whole plugin whose server answers, or none and the reason. */
class ReferencePackageTest {
    private static final Path PLUGIN = Path.of("target/plugin");
    private static final Path NOTICE = Path.of("target/notice.txt");
    private static final String SERVER =
            "./dev.polar/vendor/node_modules/@modelcontextprotocol/server-everything/dist/index.js";
    private static final Pattern NAME = Pattern.compile(
            "(?!.*(?i:(^|/)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\\.[^/]*)?(/|$)))[A-Za-z0-9_@+][A-Za-z0-9._@+-]*(?<!\\.)(/[A-Za-z0-9_@+][A-Za-z0-9._@+-]*(?<!\\.))*");

    @Test
    void there_is_a_plugin_or_one_sentence_why_not() throws IOException {
        assertEquals(Files.exists(PLUGIN), Files.notExists(NOTICE));
        if (Files.exists(NOTICE)) {
            assertTrue(Files.readString(NOTICE).matches("polar\\.reference is not built: [^\n]+\n"));
        }
    }

    @Test
    void every_file_fits_the_container_profile() throws IOException {
        var names = names();
        assertEquals(
                List.of(),
                names.stream()
                        .filter(name ->
                                name.length() > 240 || !NAME.matcher(name).matches())
                        .toList());
        assertTrue(names.size() <= 16_384);
        assertEquals(
                names.size(),
                names.stream()
                        .map(name -> name.toLowerCase(Locale.ROOT))
                        .distinct()
                        .count());
    }

    @Test
    void there_is_no_link_and_nothing_that_fetches_or_declares_types() throws IOException {
        if (Files.exists(NOTICE)) {
            return;
        }
        try (var files = Files.walk(PLUGIN)) {
            assertEquals(List.of(), files.filter(Files::isSymbolicLink).toList());
        }
        assertEquals(
                List.of(),
                names().stream()
                        .filter(name -> name.matches(".*(\\.map|\\.d\\.ts|/\\.bin/.*)"))
                        .toList());
        assertFalse(Files.readString(PLUGIN.resolve("dev.polar/vendor/package-lock.json"))
                .contains("\"resolved\""));
    }

    /** Only PATH's node and the packaged files: no home, no cache, no registry. */
    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void the_packaged_server_lists_its_tools() throws IOException {
        if (Files.exists(NOTICE)) {
            return;
        }
        assertTrue(Files.readString(PLUGIN.resolve("mcp.json")).contains("\"" + SERVER + "\""));
        var starting = new ProcessBuilder("node", SERVER, "stdio").directory(PLUGIN.toFile());
        starting.environment().clear();
        var server = starting.redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try (var in = server.outputWriter(UTF_8);
                var out = server.inputReader(UTF_8)) {
            in.write(
                    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"2025-11-25\","
                            + "\"capabilities\":{},\"clientInfo\":{\"name\":\"test\",\"version\":\"1\"}}}\n");
            in.flush();
            assertTrue(answer(out, 1).contains("\"serverInfo\""));
            in.write("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}\n"
                    + "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/list\"}\n"
                    + "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"resources/list\"}\n");
            in.flush();
            assertTrue(answer(out, 2).contains("\"name\":\"echo\""));
            assertTrue(answer(out, 3).contains("architecture.md"));
        } finally {
            server.destroyForcibly();
        }
    }

    private static String answer(BufferedReader out, int id) throws IOException {
        String line;
        while ((line = out.readLine()) != null) {
            if (line.contains("\"id\":" + id)) {
                return line;
            }
        }
        throw new AssertionError("the server ended before it answered request " + id);
    }

    private static List<String> names() throws IOException {
        if (Files.notExists(PLUGIN)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(PLUGIN)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> PLUGIN.relativize(file).toString())
                    .toList();
        }
    }
}
