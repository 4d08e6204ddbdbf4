package dev.polar.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each attack of {@code hostile/}: what has to happen happens, and everybody else goes on being answered. */
@Execution(ExecutionMode.SAME_THREAD)
@Timeout(240)
class AttacksTest {
    private static final List<String> PARTS = List.of("server.mjs", "web.mjs");
    private static final String CALM = "calm";
    private static final String NEVER = "TOOL_TIMEOUT";

    @TempDir
    static Path scratch;

    private static Fixture web;
    private static JsonObject lists;
    private static Agent agent;

    @BeforeAll
    static void servers_that_attack_and_one_that_does_not() throws IOException, InterruptedException {
        var neighbour = Fixture.stdio(scratch.resolve("local.neighbour"), "hostile", PARTS, "server.mjs", "stdio");
        web = Fixture.start(List.of(NpmPackages.node().toString(), "server.mjs", "http"), neighbour);
        lists = lists(neighbour);
        var alone = lists.getJsonArray("stdio").getValuesAs(JsonObject.class).stream()
                .filter(attack -> attack.getBoolean("alone", false))
                .map(attack -> attack.getString("name"));
        var names = Stream.concat(Stream.of(CALM), alone).toList();
        var hostile = Fixture.stdio(scratch.resolve("local.hostile"), "hostile", PARTS, "server.mjs", "stdio");
        Fixture.servers(
                hostile, names, "{\"type\":\"stdio\",\"command\":\"node\",\"args\":[\"server.mjs\",\"stdio\"]}");
        var hall = Hall.SHARED.get();
        hall.install(neighbour, "*=read");
        hall.install(hostile, "*=read");
        hall.install(Fixture.remote(scratch.resolve("local.hostile-web"), web.url()), "*=read");
        agent = new Agent(hall.url(), hall.client("victim"));
    }

    @AfterAll
    static void it_ends() {
        agent.close();
        web.close();
    }

    private static JsonObject lists(Path folder) throws IOException, InterruptedException {
        var process = new ProcessBuilder(NpmPackages.node().toString(), "server.mjs", "list")
                .directory(folder.toFile())
                .start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor());
        return Agent.json(said);
    }

    static Stream<Attack> who_answers() {
        return Stream.concat(attacks("stdio"), attacks("http"))
                .filter(attack -> !attack.must().equals(NEVER));
    }

    private static Stream<Attack> attacks(String list) {
        boolean stdio = list.equals("stdio");
        return lists.getJsonArray(list).getValuesAs(JsonObject.class).stream()
                .map(attack -> new Attack(
                        stdio ? "local.hostile" : "local.hostile-web",
                        stdio
                                ? "local-hostile__"
                                        + (attack.getBoolean("alone", false) ? attack.getString("name") : CALM) + "__"
                                : "local-hostile-web__",
                        attack.getString("name"),
                        attack.getString("tries"),
                        attack.getString("must")));
    }

    /** One line of the lists. */
    record Attack(String plugin, String prefix, String name, String tries, String must) {
        JsonObject happen() throws IOException, InterruptedException {
            return agent.ask("tools/call", "{\"name\":\"" + prefix + name + "\",\"arguments\":{}}");
        }

        /** Its own other tools answer, as soon as it has started again, or an operator wants no more pause for it. */
        void itself() throws IOException, InterruptedException {
            var said = "";
            for (int i = 0; i < 100 && !said.equals("told: me"); i++) {
                said = agent.call(prefix + "echo", "{\"text\":\"me\"}");
                if (said.equals("CIRCUIT_OPEN")) {
                    Hall.SHARED.get().run("resume", "plugin", plugin, "--reason", "the test goes on", "--yes");
                    LockSupport.parkNanos(200_000_000);
                }
            }
            assertEquals("told: me", said, "its own other tools");
        }

        @Override
        public String toString() {
            return name + ": " + tries + " -> " + must;
        }
    }

    @ParameterizedTest
    @MethodSource
    void who_answers(Attack attack) throws Exception {
        var answer = attack.happen();
        assertEquals("told: you", agent.call("local-neighbour__echo", "{\"text\":\"you\"}"), "the neighbour");
        attack.itself();
        holds(attack, answer);
    }

    @Test
    void who_never_answers() throws Exception {
        var silent = Stream.concat(attacks("stdio"), attacks("http"))
                .filter(attack -> attack.must().equals(NEVER))
                .toList();
        assertTrue(silent.size() > 3);
        var answers = new LinkedHashMap<Attack, Future<JsonObject>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            silent.forEach(attack -> answers.put(attack, threads.submit(attack::happen)));
            assertEquals("told: you", agent.call("local-neighbour__echo", "{\"text\":\"you\"}"), "the neighbour");
        }
        for (var attack : silent) {
            holds(attack, answers.get(attack).get());
            attack.itself();
        }
    }

    private static void holds(Attack attack, JsonObject answer) {
        var outcome = Agent.outcome(answer);
        switch (attack.must()) {
            // Escape sequences and tag characters are gone; what only joins or turns text is data, and untrusted like
            // the rest.
            case "told: clean" ->
                assertEquals("told: a[2Jbcdefgh", outcome.replaceAll("[\\u200b\\u202e\\u2066\\u2069]", ""));
            case "told: untrusted" -> {
                var meta = answer.getJsonObject("result").getJsonObject("_meta");
                assertEquals(Set.of("dev.polar/untrusted"), meta.keySet());
                assertTrue(meta.getBoolean("dev.polar/untrusted"));
                assertFalse(answer.getJsonObject("result").containsKey("unknown"));
            }
            default ->
                assertTrue(List.of(attack.must().split("\\|")).contains(outcome), () -> attack + " but " + answer);
        }
        assertFalse(answer.toString().chars().anyMatch(c -> c < ' ' || c == 0x9b), answer::toString);
    }
}
