package dev.polar.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What {@code docs/audit.md} tells an auditor to do, done as it stands there: with the exports beside it, which a host made before
 * the log had witnesses and archives, with the one file, and with nothing of Polar.
 */
class AuditorsWalkTest {
    private static final Path DOCS = Path.of(System.getProperty("polar.root"), "docs");
    private static final Path EXAMPLE = DOCS.resolve("audit-example");
    private static final String SECTION = "## As an auditor, on another machine\n";
    private static final Pattern STEP = Pattern.compile("```sh\n(.*?)```\n(?:```\n(.*?)```\n)?", Pattern.DOTALL);
    private static final Pattern EXIT = Pattern.compile("# exit (\\d)\n$");

    @TempDir
    Path desk;

    @Test
    void every_command_of_the_page_says_what_the_page_shows() throws Exception {
        copy(EXAMPLE, desk);
        Files.copy(DOCS.resolve("VerifyAudit.java"), desk.resolve("VerifyAudit.java"));
        var page = Files.readString(DOCS.resolve("audit.md"));
        var section = page.substring(page.indexOf(SECTION) + SECTION.length());
        var steps = STEP.matcher(section.substring(0, section.indexOf("\n## ")));
        var verdicts = new ArrayList<String>();
        while (steps.find()) {
            var exit = EXIT.matcher(steps.group(1));
            var did = bash(steps.group(1));
            if (steps.group(2) != null) {
                assertEquals(steps.group(2), did.out(), steps.group(1));
            }
            assertEquals(exit.find() ? Integer.parseInt(exit.group(1)) : 0, did.exit(), steps.group(1) + did.out());
            did.out().lines().filter(line -> line.startsWith("DAMAGED")).forEach(verdicts::add);
        }
        for (var kind : List.of("edited", "removed", "reordered", "truncated", "forked", "forged")) {
            assertTrue(
                    verdicts.stream().anyMatch(line -> line.startsWith("DAMAGED " + kind)),
                    "the page does not show what is " + kind);
        }
    }

    /** These are bytes of records from before: whatever Polar becomes, they stay good. */
    @ParameterizedTest
    @ValueSource(strings = {"morning", "evening", "elsewhere"})
    void an_export_of_a_host_from_before_is_good_to_both_for_ever(String name) throws IOException {
        var key = Files.readString(EXAMPLE.resolve("operator-told.vkey")).strip();
        var said = new TwoVerifiers(desk).verify(name, EXAMPLE.resolve(name), "--key", key);
        assertTrue(said.verdict().startsWith("OK records "), said.whole());
    }

    private Run bash(String commands) throws IOException, InterruptedException {
        var process = new ProcessBuilder("bash", "-c", commands)
                .directory(desk.toFile())
                .redirectErrorStream(true);
        process.environment()
                .merge(
                        "PATH",
                        Path.of(System.getProperty("java.home"), "bin").toString(),
                        (path, jdk) -> jdk + File.pathSeparator + path);
        process.environment().put("LC_ALL", "C.UTF-8");
        var started = process.start();
        var out = new String(started.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(started.waitFor(), out, "");
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var all = Files.walk(from)) {
            for (var one : all.filter(Files::isRegularFile).toList()) {
                var place = to.resolve(from.relativize(one).toString());
                Files.createDirectories(place.getParent());
                Files.copy(one, place);
            }
        }
    }
}
