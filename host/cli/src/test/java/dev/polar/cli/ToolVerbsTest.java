package dev.polar.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.adminapi.ToolRow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code polar tools}: the tools, and with {@code --all} what servers have beside them. */
class ToolVerbsTest {
    private static final ToolRow TOOL =
            new ToolRow("acme.notes/add", "acme-notes__add", "Adds a note", "write", "write", "in", "{}");
    private static final ToolRow PROMPT =
            new ToolRow("acme.notes/prompt:review", "acme-notes__review", "Reviews", "", "external", "in", "{}");
    private static final ToolRow READ =
            new ToolRow("acme.notes/resource:srv", "", "note://{name}", "", "read", "in", "{}");

    @TempDir
    Path home;

    private FakeHost host;

    @BeforeEach
    void startAHost() throws IOException {
        host = new FakeHost(home).get("/v1/tools", List.of(TOOL)).get("/v1/tools?all=yes", List.of(TOOL, PROMPT, READ));
    }

    @AfterEach
    void stopTheHost() throws IOException {
        host.close();
    }

    private Run polar(Object... args) {
        return new Run.At(home).with("POLAR_DATA_DIR", home.toString()).polar(args);
    }

    @Test
    void without_more_it_lists_tools_alone() {
        var run = polar("tools");
        assertEquals(0, run.exit(), run.err());
        assertEquals(2, run.out().lines().count(), run.out());
        assertTrue(run.out().contains("acme.notes/add"), run.out());
        assertFalse(run.out().contains("prompt:"), run.out());
    }

    @Test
    void all_of_it_is_what_servers_have_beside_tools_as_well() {
        var run = polar("tools", "--all");
        assertEquals(0, run.exit(), run.err());
        var lines = run.out().lines().map(line -> line.split(" {2,}")).toList();
        assertEquals(List.of("TOOL", "CLAIMS", "COUNTS AS", "AGENTS SEE", "DESCRIPTION"), List.of(lines.getFirst()));
        assertEquals(4, lines.size(), run.out());
        assertTrue(run.out().contains("acme.notes/prompt:review"), run.out());
        assertTrue(run.out().contains("note://{name}"), run.out());
    }

    @Test
    void a_program_is_given_the_same() {
        var run = polar("tools", "--all", "--json");
        assertEquals(0, run.exit(), run.err());
        for (var row : List.of(TOOL, PROMPT, READ)) {
            assertTrue(run.out().contains("\"id\":\"" + row.id() + "\""), run.out());
        }
    }

    @Test
    void nothing_to_show_is_no_table() {
        host.get("/v1/tools?all=yes", List.of());
        assertEquals(
                "no tool: polar list shows what is installed\n",
                polar("tools", "--all").out());
    }
}
