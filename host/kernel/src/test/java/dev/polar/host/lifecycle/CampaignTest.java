package dev.polar.host.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.host.catalog.Role;
import dev.polar.host.catalog.State;
import dev.polar.host.snapshot.Standing;
import dev.polar.host.store.TestDatabase;
import dev.polar.trust.attestation.Envelope;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.permission.Grant;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random pairs of releases, and real kills between and within what happens to them: whatever runs holds no more than an
 * operator signed for that very content. {@code -Dpolar.kills=200} for the long campaign, {@code -Dpolar.seed=N} for
 * another one.
 */
@Timeout(7_200)
class CampaignTest {
    private static final int KILLS = Integer.getInteger("polar.kills", 2);
    private static final long SEED = Long.getLong("polar.seed", 20_261_121L);
    private static final Set<String> APPROVING = Set.of("install", "update", "canary", "rollback");

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    Path data;

    @Test
    void whatever_happens_what_runs_holds_no_more_than_was_signed_for() {
        try (var host = TestHost.start(data, database.get())) {
            var campaign = new Campaign(host, SEED);
            for (int i = 0; i < 60; i++) {
                campaign.next();
                requireWithin(host);
            }
            host.lifecycle.drained();
            requireWhole(host);
            tell(host);
        }
    }

    /** A campaign in which nothing comes through shows nothing. */
    private static void tell(TestHost host) {
        var done = new TreeMap<String, Integer>();
        for (var transition : Transition.values()) {
            var action = transition.action();
            done.put(
                    action,
                    host.records("%\"action\":\"" + action + "\"%\"decision\":\"ALLOW\"%\"stage\":\"OUTCOME\"%"));
        }
        System.out.println("came through: " + done);
        assertTrue(done.get("update") > 0 && done.get("canary") > 0 && done.get("rollback") > 0, done::toString);
    }

    @Test
    void whenever_it_is_killed_the_next_start_runs_no_more_than_was_signed_for() throws Exception {
        for (int i = 0; i < KILLS; i++) {
            kill(SEED + i, 5 + (int) ((SEED + i) * 7_919 % 60));
            try (var host = TestHost.start(data, database.get())) {
                requireWithin(host);
                requireWhole(host);
                if (i == KILLS - 1) {
                    System.out.println("killed " + KILLS + " times");
                }
            }
        }
    }

    /** The live grant against the envelopes in the database, which the host's own fold has no part in. */
    private void requireWithin(TestHost host) {
        var signed = new HashMap<String, Grant>();
        bodies(host).forEach((action, body) -> {
            if (APPROVING.contains(action.replaceFirst(" .*", "")) && body.containsKey("permissions")) {
                signed.put(body.getString("content"), grant(body));
            }
        });
        for (var standing : host.snapshots.current().plugins().values()) {
            if (standing instanceof Standing.Live live) {
                requireWithin(live, signed);
                live.beside().forEach(other -> requireWithin(other, signed));
            }
        }
    }

    private static void requireWithin(Standing.Live live, Map<String, Grant> signed) {
        var approved = signed.getOrDefault(live.generation().id().digest(), Grant.NONE);
        assertTrue(
                approved.covers(live.verdict().grant()),
                () -> live.facts() + " holds " + live.verdict().grant() + ", signed is " + approved);
    }

    /** What runs is what the rows say, nothing is half there, and every intent has one outcome. */
    private static void requireWhole(TestHost host) {
        assertEquals(List.of(), host.lifecycle.problems());
        for (var row : host.catalog.list()) {
            var standing = host.snapshots.current().standing(row.plugin()).orElseThrow();
            assertEquals(row.state() == State.ENABLED, standing instanceof Standing.Live, row.toString());
            assertEquals(row.content().toString(), standing.facts().digest());
        }
        host.catalog.beside().stream().filter(row -> row.role() == Role.CANARY).forEach(row -> {
            var split = host.snapshots.current().split(row.plugin()).orElseThrow();
            assertEquals(row.content().toString(), split.canary().digest());
        });
        assertEquals(
                0,
                host.count("audit_record i WHERE stage = 'INTENT' AND 1 <>"
                        + " (SELECT count(*) FROM audit_record o WHERE o.intent = i.intent AND o.stage = 'OUTCOME')"));
    }

    private static Map<String, JsonObject> bodies(TestHost host) {
        var bodies = new HashMap<String, JsonObject>();
        var envelopes = host.database.read(transaction -> transaction
                .handle()
                .createQuery("SELECT envelope FROM consent ORDER BY seq")
                .mapTo(String.class)
                .list());
        for (var envelope : envelopes) {
            var statement = StrictJson.object(
                    Envelope.parse(envelope.getBytes(StandardCharsets.UTF_8)).payload(),
                    StrictJson.Limits.bytes(4 << 20));
            bodies.put(statement.getString("action") + " " + bodies.size(), statement.getJsonObject("body"));
        }
        return bodies;
    }

    private static Grant grant(JsonObject body) {
        return Grant.parse(body.getJsonArray("permissions").getValuesAs(JsonString::getString));
    }

    private void kill(long seed, int steps) throws IOException, InterruptedException {
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledCampaign.class.getName(),
                        data.toString(),
                        database.url(),
                        Long.toString(seed),
                        Integer.toString(steps))
                .redirectErrorStream(true)
                .start();
        var said = new StringBuilder();
        try (var lines = process.inputReader()) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.equals(KilledLifecycle.STOPPED)) {
                    process.toHandle().destroyForcibly();
                    process.waitFor(10, TimeUnit.SECONDS);
                    return;
                }
                said.append(line).append('\n');
            }
        } finally {
            process.destroyForcibly();
        }
        throw new AssertionError("it ended by itself with seed " + seed + ":\n" + said);
    }
}
