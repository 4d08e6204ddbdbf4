package dev.polar.host.lifecycle;

import static dev.polar.host.lifecycle.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.host.catalog.State;
import dev.polar.host.gate.Outcome;
import dev.polar.host.store.TestDatabase;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.container.Entry;
import dev.polar.trust.key.SigningKey;
import dev.polar.trust.packages.Packer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A plugin of rules, built as a third party would, over its life: in the host and in a cage. */
class RulesLifeTest {
    private static final String GUARD = "local.guard";
    private static final String WATCHED = "local.notes/version";
    private static final String QUIET = "plugin:local.guard/quiet";

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    Path data;

    private CodeHost code;
    private TestHost host;

    @BeforeEach
    void startAHostWithAPluginToWatch() {
        code = new CodeHost(data, database);
        host = code.host();
        host.install(Pack.running("local.notes", "1.0.0"), "placement", "host");
        host.enable("local.notes");
    }

    @AfterEach
    void stopTheHost() {
        code.close();
    }

    private void guarded(String placement, String permission) {
        host.install(guard("local.guard", permission, host.operator), "placement", placement);
        host.enable(GUARD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"host", "confined"})
    void its_rules_tighten_withhold_and_redact_and_stop_with_it(String placement) {
        guarded(placement, "gate.observe(local.notes/version;arguments)");
        assertTrue(text("plain").contains("1.0.0"));
        var denied = refused("deny");
        assertEquals(Code.POLICY_DENIED, denied.code());
        assertEquals(QUIET, denied.details().get("rule"));
        assertTrue(denied.getMessage().contains("not true"), denied.getMessage());
        assertEquals(1, host.records("%\"decision\":\"DENY\"%\"rule\":\"" + QUIET + "\"%"));
        assertEquals(Code.APPROVAL_REQUIRED, refused("ask").code());
        assertEquals(Code.RESULT_WITHHELD, refused("withhold").code());
        assertTrue(text("redact").contains("\"release\":\"[redacted]\""), text("redact"));
        assertEquals(
                2,
                host.records("%\"reviewedBy\":[\"plugin:local.guard/masked\"]%OUTCOME%ALLOW%")
                        + host.records("%ALLOW%\"reviewedBy\":[\"plugin:local.guard/masked\"]%OUTCOME%"));
        assertEquals(Code.POLICY_RULE_FAILED, refused("throw").code());
        assertEquals(1, host.records("%\"action\":\"rule.failed\"%POLICY_RULE_FAILED%" + QUIET + "%"));
        assertEquals(1, host.observers.problems().size());
        host.run("disable", GUARD);
        assertEquals(List.of(), host.observers.problems());
        assertTrue(text("deny").contains("1.0.0"), "an operator took it away");
    }

    @Test
    void without_the_word_it_sees_no_arguments() {
        guarded("host", "gate.observe(local.notes/version)");
        assertTrue(refused("deny").getMessage().contains("not false"));
    }

    @Test
    void what_it_watches_is_refused_once_it_has_fallen() {
        guarded("host", "gate.observe(local.notes/version)");
        var generation = host.snapshots
                .current()
                .watching(WATCHED)
                .getFirst()
                .live()
                .orElseThrow()
                .generation()
                .id();
        host.lifecycle.quarantined(generation, new Refusal(Code.PLUGIN_CRASHED, "it crashed", ""));
        until(() -> host.state(GUARD).equals(Optional.of(State.QUARANTINED)));
        assertEquals(Code.POLICY_RULE_FAILED, refused("plain").code());
        host.run("uninstall", GUARD);
        assertTrue(text("plain").contains("1.0.0"));
    }

    @Test
    void what_it_watches_is_refused_once_it_is_revoked() {
        guarded("host", "gate.observe(local.notes/version)");
        host.run("revoke", GUARD, "kind", "plugin", "reason", "it lies");
        assertEquals(Code.POLICY_RULE_FAILED, refused("plain").code());
        host.run("uninstall", GUARD);
        assertTrue(text("plain").contains("1.0.0"));
    }

    @Test
    void a_process_that_ends_while_it_is_asked_denies() {
        guarded("confined", "gate.observe(local.notes/version)");
        assertEquals(Code.POLICY_RULE_FAILED, refused("end").code());
        until(() -> host.guarded(WATCHED, "plain") instanceof Outcome.Answered);
    }

    @Test
    void who_is_not_trusted_that_far_never_watches() {
        var acme = SigningKey.generate();
        host.run("trust.add", "acme", "key", acme.publicKey().toPem(), "namespace", "acme", "level", "community");
        assertRefused(
                Code.PERMISSION_DENIED,
                () -> host.install(guard("acme.guard", "gate.observe(local.notes/version)", acme)));
    }

    private static void until(BooleanSupplier holds) {
        var end = Instant.now().plusSeconds(30);
        while (!holds.getAsBoolean()) {
            assertTrue(Instant.now().isBefore(end), "still waiting");
            LockSupport.parkNanos(50_000_000);
        }
    }

    private Refusal refused(String session) {
        return ((Outcome.Refused) host.guarded(WATCHED, session)).why();
    }

    private String text(String session) {
        return host.guarded(WATCHED, session)
                .orThrow()
                .content()
                .getJsonObject(0)
                .getString("text");
    }

    private static byte[] guard(String name, String permission, SigningKey key) {
        var manifest = """
                {"$schema": "https://agent-plugins.org/schemas/1.0.0/plugin.schema.json",
                 "name": "%s", "version": "1.0.0", "description": "For a test", "license": "Apache-2.0",
                 "extensions": {"dev.polar": {"format": 1, "epoch": 1, "spi": "[1.0,2.0)",
                   "entry": {"runtime": "pf4j", "jar": "guard.jar"},
                   "permissions": [{"permission": "%s", "reason": "for a test"}],
                   "policyRules": [{"name": "quiet"}], "resultRules": [{"name": "masked"}]}}}
                """.formatted(name, permission);
        return Packer.pack(
                List.of(
                        new Entry("plugin.json", manifest.getBytes(StandardCharsets.UTF_8)),
                        new Entry("dev.polar/code/guard.jar", PluginJar.of(Map.of(), Watchful.class))),
                Instant.parse("2026-11-01T08:00:00Z"),
                key);
    }
}
