package dev.polar.host.lifecycle;

import static dev.polar.host.lifecycle.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.host.audit.Draft;
import dev.polar.host.node.Lease;
import dev.polar.host.session.TakenIn;
import dev.polar.host.sink.AuditSinks;
import dev.polar.host.store.TestDatabase;
import dev.polar.spi.Code;
import dev.polar.trust.audit.Category;
import dev.polar.trust.container.Entry;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.SigningKey;
import dev.polar.trust.packages.Packer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A plugin that takes records, built as a third party would, in the host and in a cage. */
class SinkLifeTest {
    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    Path data;

    private CodeHost code;
    private TestHost host;
    private AuditSinks sinks;

    @BeforeEach
    void startAHost() {
        code = new CodeHost(data, database);
        host = code.host();
        sinks = new AuditSinks(
                host.database,
                host.journal,
                host.snapshots::current,
                Lease.unending(),
                new TakenIn(),
                InstantSource.system());
        sinks.start();
    }

    @AfterEach
    void stopTheHost() {
        sinks.close();
        code.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"host", "confined"})
    void records_reach_it_and_its_failure_is_on_record_and_in_the_status(String placement) {
        host.install(copy("local.copy", "audit.receive(client)", host.operator), "placement", placement);
        host.enable("local.copy");
        until(() -> sinks.standings().stream().anyMatch(one -> !one.log().isEmpty()));
        var one = host.journal.append(Draft.of(Category.CLIENT, "first"));
        host.journal.append(Draft.of(Category.SECRET, "not-for-it"));
        var two = host.journal.append(Draft.of(Category.CLIENT, "second"));
        until(() -> taken().contains(two.value() + " "));
        var lines = taken().lines().toList();
        assertEquals(2, lines.size(), taken());
        assertTrue(lines.getFirst().startsWith(one.value() + " "), taken());
        host.journal.append(Draft.of(Category.CLIENT, "refuse-me"));
        until(() -> host.records("%\"action\":\"sink.failed\"%local.copy%") == 1);
        assertEquals(1, sinks.problems().size());
        host.run("disable", "local.copy");
        assertEquals(List.of(), sinks.problems());
    }

    /** Attack 103. */
    @ParameterizedTest
    @ValueSource(strings = {"host", "confined"})
    void what_a_plugin_says_is_no_record_and_what_is_recorded_of_it_is_the_hosts_word(String placement) {
        host.install(copy("local.copy", "audit.receive(client)", host.operator), "placement", placement);
        host.enable("local.copy");
        assertEquals("", said("forge"), "it does not even see what records are made of");
        assertEquals(0, host.records("%\"action\":\"forged\"%"));
        assertEquals(0, host.records("%\"name\":\"polar.memory\"%"));
        assertEquals(
                2,
                host.records("%\"plugin\":%\"name\":\"local.copy\"%\"tool\":\"local.copy/forge\"%"),
                "its intent and its outcome");
    }

    @Test
    void who_is_not_trusted_that_far_never_takes_records() {
        var acme = SigningKey.generate();
        host.run("trust.add", "acme", "key", acme.publicKey().toPem(), "namespace", "acme", "level", "community");
        assertRefused(Code.PERMISSION_DENIED, () -> host.install(copy("acme.copy", "audit.receive(client)", acme)));
    }

    private String taken() {
        return said("taken");
    }

    private String said(String tool) {
        var said = host.says("local.copy/" + tool, "test").getBytes(StandardCharsets.UTF_8);
        return StrictJson.object(said, StrictJson.Limits.bytes(1 << 20)).getString("lines");
    }

    private static void until(BooleanSupplier holds) {
        var end = Instant.now().plusSeconds(30);
        while (!holds.getAsBoolean()) {
            assertTrue(Instant.now().isBefore(end), "still waiting");
            LockSupport.parkNanos(50_000_000);
        }
    }

    private static byte[] copy(String name, String permission, SigningKey key) {
        var manifest = """
                {"$schema": "https://agent-plugins.org/schemas/1.0.0/plugin.schema.json",
                 "name": "%s", "version": "1.0.0", "description": "For a test", "license": "Apache-2.0",
                 "extensions": {"dev.polar": {"format": 1, "epoch": 1, "spi": "[1.0,2.0)",
                   "entry": {"runtime": "pf4j", "jar": "copy.jar"},
                   "permissions": [{"permission": "%s", "reason": "for a test"}],
                   "auditSinks": [{"name": "copy"}],
                   "tools": [{"name": "taken", "description": "A tool", "effect": "read",
                     "input": {"type": "object"}, "output": {"type": "object"}},
                    {"name": "forge", "description": "A tool", "effect": "read",
                     "input": {"type": "object"}, "output": {"type": "object"}}]}}}
                """.formatted(name, permission);
        return Packer.pack(
                List.of(
                        new Entry("plugin.json", manifest.getBytes(StandardCharsets.UTF_8)),
                        new Entry("dev.polar/code/copy.jar", PluginJar.of(Map.of(), Copying.class))),
                Instant.parse("2026-11-01T08:00:00Z"),
                key);
    }
}
