package dev.polar.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Does what {@code docs/start.md} says, in its order, and compares what comes back with what the page shows. */
class StartPageTest {
    private static final Path ROOT = Path.of(System.getProperty("polar.root"));
    private static final Pattern LINK = Pattern.compile("talk +(http://\\S+/link\\?code=\\S+)");
    private static final int LIMIT_SECONDS = 400;

    @TempDir
    Path scratch;

    private final List<String> different = new ArrayList<>();
    private Path clone;
    private String link = "";
    private Optional<Chat> chat = Optional.empty();

    /** What a clone looks like once it is built. */
    @BeforeEach
    void a_clone() throws IOException {
        require("mvn", "maven");
        require("curl", "curl");
        clone = scratch.resolve("clone");
        var distribution = Files.createDirectories(clone.resolve("dist/polar"));
        Files.copy(ROOT.resolve("polar"), clone.resolve("polar"));
        assertTrue(clone.resolve("polar").toFile().setExecutable(true));
        try (var parts = Files.list(ROOT.resolve("host/dist/target/polar"))) {
            for (var part : parts.toList()) {
                Files.createSymbolicLink(distribution.resolve(part.getFileName()), part);
            }
        }
    }

    /** Bubblewrap and Node are not needed: without them the page's demo says so and goes on. */
    private static void require(String program, String from) {
        boolean found = Arrays.stream(System.getenv("PATH").split(":"))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
        if (!found) {
            var sentence = "the start page needs " + program + ": apt-get install " + from;
            if (Boolean.getBoolean("polar.ci")) {
                fail(sentence);
            }
            abort(sentence);
        }
    }

    @Test
    void every_command_of_the_start_page_does_what_the_page_shows() throws Exception {
        var page = Page.read(Files.readAllLines(ROOT.resolve("docs/start.md")));
        assertFalse(page.steps().isEmpty());
        var environment = Map.of(
                "HOME",
                Files.createDirectory(scratch.resolve("home")).toString(),
                "JAVA_HOME",
                System.getProperty("java.home"),
                // unpacked once for all runs
                "POLAR_CACHE_DIR",
                ROOT.resolve("host/dist/target/cache").toString(),
                "POLAR_PORT",
                "0",
                "MAVEN_ARGS",
                "-ntp");
        try (var terminal = new Terminal(clone, scratch, environment, LIMIT_SECONDS)) {
            for (var step : page.steps()) {
                follow(step, terminal);
            }
        }
        assertEquals("", String.join("\n", different));
        assertTrue(Files.exists(scratch.resolve("home/.config/polar/operator.pem")));
        assertEquals(List.of(), left());
    }

    private void follow(Page.Step step, Terminal terminal) throws Exception {
        var did = step.language().equals("sh") ? terminal.run(step.text()) : said(step.text());
        var where = "docs/start.md:" + step.line() + "\n" + step.text() + "\n--- gave\n" + did.output();
        assertEquals(step.exit(), did.exit(), where);
        if (!step.shown().isEmpty() && !new Shown(step.shown()).matches(did.output())) {
            different.add(where);
        }
        var found = LINK.matcher(did.output());
        if (found.find()) {
            link = found.group(1);
        }
    }

    private Terminal.Did said(String message) throws Exception {
        if (chat.isEmpty()) {
            chat = Optional.of(new Chat(URI.create(link)));
        }
        return new Terminal.Did(chat.get().say(message), 0);
    }

    /** Processes that this test started, by what they were told to work on. */
    private List<ProcessHandle> left() {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains(scratch.toString()))
                .toList();
    }

    @AfterEach
    void nothing_is_left() throws IOException {
        chat.ifPresent(Chat::close);
        left().forEach(process -> {
            process.destroy();
            process.onExit().completeOnTimeout(process, 20, TimeUnit.SECONDS).join();
            process.destroyForcibly();
        });
        try (var parts = Files.list(clone.resolve("dist/polar"))) {
            for (var link : parts.filter(Files::isSymbolicLink).toList()) {
                Files.delete(link);
            }
        }
    }
}
