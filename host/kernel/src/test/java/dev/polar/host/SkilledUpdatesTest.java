package dev.polar.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.adminapi.LockText;
import dev.polar.host.audit.RecordContents;
import dev.polar.host.store.TestDatabase;
import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Other releases of a package whose server's skills agents have, on a whole host. */
@Timeout(120)
@Execution(ExecutionMode.SAME_THREAD)
class SkilledUpdatesTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    @TempDir
    static Path home;

    private static WholeHost host;
    private static Agent agent;

    @BeforeAll
    static void a_host_with_an_operator_and_an_agent() {
        host = new WholeHost(DATABASE, home, Map.of());
        agent = host.letIn("claude");
        host.consent("policy.add", "", "effect", "allow", "target", "local.*/*");
    }

    @AfterAll
    static void stop() {
        host.close();
    }

    private static Map<String, String> release(SkilledServer server, String plugin, String version) {
        var files = new TreeMap<>(server.files(plugin));
        files.computeIfPresent(
                "plugin.json", (name, text) -> text.replace("\"1.0.0\", \"desc", "\"" + version + "\", \"desc"));
        return files;
    }

    private static String uri(String plugin, String skill) {
        return "skill://" + plugin + "/skill:srv/" + skill + "/SKILL.md";
    }

    private static List<String> skills(String plugin) {
        return agent.result("skills/list", "{}").getJsonArray("skills").getValuesAs(JsonObject.class).stream()
                .map(skill -> skill.getString("uri"))
                .filter(uri -> uri.startsWith("skill://" + plugin + "/"))
                .sorted()
                .toList();
    }

    @Test
    void another_release_keeps_those_that_are_the_same_to_the_letter_and_brings_none() {
        var plugin = "local.shop";
        try (var server = new SkilledServer()
                .offers("tea", "Pour.", Map.of())
                .offers("coffee", "Grind.", Map.of())
                .offers("broth", "Stir.", Map.of())) {
            host.install(release(server, plugin, "1.0.0"));
            host.consent("enable", plugin, "skills", "tea,coffee");
            int read = server.read();
            host.consent("update", "", "upload", host.upload(release(server, plugin, "1.1.0")));
            assertEquals(List.of(uri(plugin, "coffee"), uri(plugin, "tea")), skills(plugin));
            assertTrue(agent.read(uri(plugin, "tea")).contains("Pour."));
            assertEquals(read, server.read(), "nobody asks for what was looked at");

            server.offers("coffee", "Grind it finely.", Map.of()).offers("milk", "Froth.", Map.of());
            var plan = host.plan("update", "", "upload", host.upload(release(server, plugin, "1.2.0")));
            var left = "skills that are offered and that agents do not get: srv/broth, srv/coffee, srv/milk (";
            assertTrue(plan.notes().stream().anyMatch(note -> note.startsWith(left)), plan.notes()::toString);
            host.commit(plan);
            assertEquals(
                    List.of(uri(plugin, "tea")),
                    skills(plugin),
                    "what is another one now is named again, or not there");
            assertTrue(agent.read(uri(plugin, "coffee")).contains("error"));
            assertTrue(agent.read(uri(plugin, "milk")).contains("error"));

            host.consent("rollback", plugin);
            assertTrue(
                    agent.read(uri(plugin, "coffee")).contains("error"),
                    "its bytes are approved there, and are not what is offered");
            assertEquals(List.of(uri(plugin, "tea")), skills(plugin));
            assertEquals(List.of(), RecordContents.wrong(DATABASE.get()));
        }
    }

    @Test
    void a_set_that_is_synced_keeps_them_too() {
        var plugin = "local.bar";
        try (var server = new SkilledServer().offers("tea", "Pour.", Map.of()).offers("coffee", "Grind.", Map.of())) {
            host.install(release(server, plugin, "1.0.0"));
            host.consent("enable", plugin, "skills", "tea");
            var next = release(server, plugin, "1.1.0");
            host.consent("update", "", "upload", host.upload(next));
            var lock = ((LockText) host.ask("GET", "/v1/lock", "", Map.of())).text();
            host.consent("rollback", plugin);
            host.consent("sync", "", "lock", lock, "uploads", host.upload(next));
            assertEquals(List.of(uri(plugin, "tea")), skills(plugin));
            assertTrue(agent.read(uri(plugin, "tea")).contains("Pour."));
            assertTrue(agent.read(uri(plugin, "coffee")).contains("error"));

            host.consent("disable", plugin);
            assertEquals(List.of(), skills(plugin));
            host.consent("sync", "", "lock", lock);
            assertEquals(List.of(uri(plugin, "tea")), skills(plugin), "also where it is only enabled again");
        }
    }
}
