package dev.polar.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Does what a page says, in its order, and compares what comes back with what it shows. */
class PagesTest {
    private static final Path ROOT = Path.of(System.getProperty("polar.root"));
    private static final Pattern LINK = Pattern.compile("(talk|approve) +(http://\\S+/link\\?code=\\S+)");
    private static final int LIMIT_SECONDS = 600;

    @TempDir
    Path scratch;

    private final List<String> different = new ArrayList<>();
    private Clone clone;
    private final Map<String, String> links = new HashMap<>();
    private final Map<String, Chat> chats = new HashMap<>();

    @BeforeEach
    void a_clone() throws IOException {
        Clone.require("mvn", "maven");
        Clone.require("curl", "curl");
        clone = Clone.in(scratch);
    }

    @ParameterizedTest
    @ValueSource(strings = {"docs/start.md", "docs/changes.md", "docs/isolation.md", "docs/policy.md"})
    void every_command_of_a_page_does_what_the_page_shows(String name) throws Exception {
        var page = Page.read(Files.readAllLines(ROOT.resolve(name)));
        assertFalse(page.steps().isEmpty());
        try (var terminal = clone.terminal(Map.of(), LIMIT_SECONDS)) {
            for (var step : page.steps()) {
                follow(name, step, terminal);
            }
        }
        assertEquals("", String.join("\n", different));
        assertTrue(Files.exists(scratch.resolve("home/.config/polar/operator.pem")));
        assertEquals(List.of(), clone.left());
    }

    private void follow(String name, Page.Step step, Terminal terminal) throws Exception {
        var did = switch (step.language()) {
            case "chat" -> new Terminal.Did(chat("talk").say(step.text()), 0);
            case "approve" -> {
                chat("approve").press(step.text());
                yield new Terminal.Did(chat("talk").next(), 0);
            }
            default -> terminal.run(step.text());
        };
        var where = name + ":" + step.line() + "\n" + step.text() + "\n--- gave\n" + did.output();
        assertEquals(step.exit(), did.exit(), where);
        if (!step.shown().isEmpty() && !new Shown(step.shown()).matches(did.output())) {
            different.add(where);
        }
        LINK.matcher(did.output()).results().forEach(found -> links.put(found.group(1), found.group(2)));
    }

    private Chat chat(String as) throws Exception {
        if (!chats.containsKey(as)) {
            chats.put(as, new Chat(URI.create(links.get(as))));
        }
        return chats.get(as);
    }

    @AfterEach
    void nothing_is_left() throws IOException {
        chats.values().forEach(Chat::close);
        clone.close();
    }
}
