package dev.polar.host.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ToolIndexTest {
    private static final List<JsonObject> TOOLS = List.of(
            tool("github__create_issue", "Open a new issue in a repository"),
            tool("github__list_issues", "List the issues of a repository"),
            tool("github__getPullRequest", "Read one pull request"),
            tool("mail__send", "Send a message to somebody; may mention an issue"),
            tool("calendar__add", "Füge einen Termin hinzu"));

    @ParameterizedTest
    @CsvSource({
        "issue, github__create_issue",
        "list issues, github__list_issues",
        "PULL request, github__getPullRequest",
        "send a mail, mail__send",
        "termin, calendar__add",
        "repos, github__list_issues",
    })
    void the_tool_that_fits_best_comes_first(String query, String best) {
        assertEquals(best, ToolIndex.of(TOOLS).search(query, 3).getFirst());
    }

    @Test
    void a_word_of_the_name_counts_more_than_one_of_the_description() {
        var found = ToolIndex.of(TOOLS).search("issue", 10);
        assertEquals("mail__send", found.getLast());
        assertEquals(3, found.size());
    }

    @ParameterizedTest
    @CsvSource({"''", "'   '", "xylophone", "'!?'"})
    void words_that_fit_nothing_find_nothing(String query) {
        assertEquals(List.of(), ToolIndex.of(TOOLS).search(query, 10));
    }

    @Test
    void no_tool_is_found_among_none() {
        assertEquals(List.of(), ToolIndex.of(List.of()).search("anything", 10));
    }

    @Property(tries = 50)
    void the_order_of_the_definitions_changes_nothing(@ForAll Random random) {
        var shuffled = new ArrayList<>(TOOLS);
        Collections.shuffle(shuffled, random);
        for (var query : Arrays.asList("issue", "a request", "list", "repository issue")) {
            assertEquals(
                    ToolIndex.of(TOOLS).search(query, 5), ToolIndex.of(shuffled).search(query, 5));
        }
    }

    @Property(tries = 100)
    void any_words_are_answered_within_the_limit(@ForAll String query) {
        assertTrue(ToolIndex.of(TOOLS).search(query, 2).size() <= 2);
    }

    private static JsonObject tool(String name, String description) {
        return StrictJson.provider()
                .createObjectBuilder()
                .add("name", name)
                .add("description", description)
                .build();
    }
}
