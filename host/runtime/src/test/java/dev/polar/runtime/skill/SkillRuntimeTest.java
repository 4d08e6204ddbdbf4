package dev.polar.runtime.skill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.runtime.Enforcement;
import dev.polar.runtime.Generation;
import dev.polar.runtime.Needs;
import dev.polar.runtime.child.Confinement;
import dev.polar.runtime.child.Interpreters;
import dev.polar.runtime.fixture.FakeHost;
import dev.polar.runtime.fixture.Probe;
import dev.polar.runtime.fixture.TestPackage;
import dev.polar.spi.Caller;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SkillRuntimeTest {
    private final SkillRuntime runtime = new SkillRuntime(
            Needs.STARTER, new Confinement.Missing("bubblewrap is not installed"), new Interpreters(Map.of()));

    private Generation load(TestPackage skill) {
        return runtime.load(
                skill.id(), skill, Probe.ADMITTED, new FakeHost(skill.manifest().name()).around());
    }

    @Test
    void a_skill_offers_nothing_to_call_and_unloads_without_a_trace() {
        var skill = load(TestPackage.named("acme.advice", "1.0.0"));
        assertEquals(Enforcement.MEDIATED, skill.enforcement());
        assertTrue(skill.tools().isEmpty() && skill.channels().isEmpty());
        assertEquals(
                Code.TARGET_UNKNOWN,
                assertThrows(Refusal.class, () -> Probe.ask(skill, "advise", "{}"))
                        .code());
        assertEquals(
                Code.TARGET_UNKNOWN,
                assertThrows(Refusal.class, () -> skill.enter(new Caller.Operator("ada"), Instant.MAX, () -> 1))
                        .code());
        assertTrue(skill.close(Duration.ZERO).collected());
    }

    @Test
    void scripts_are_not_run_where_nothing_can_confine_them() {
        var script = TestPackage.named("acme.advice", "1.0.0")
                .tool("advise", ",\"script\":\"skills/advice/scripts/advise.py\"");
        var refusal = assertThrows(Refusal.class, () -> load(script));
        assertEquals(Code.ISOLATION_UNAVAILABLE, refusal.code());
    }
}
