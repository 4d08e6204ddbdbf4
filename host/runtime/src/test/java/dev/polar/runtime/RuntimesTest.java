package dev.polar.runtime;

import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.polar.runtime.child.Confinement;
import dev.polar.runtime.child.Interpreters;
import dev.polar.runtime.pf4j.Pf4jRuntime;
import dev.polar.runtime.skill.SkillRuntime;
import dev.polar.trust.admission.Format;
import dev.polar.trust.admission.Placement;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RuntimesTest {
    private static final Map<String, ModuleRuntime> NAMED = Map.of(
            "osgi", new Pf4jRuntime(InstantSource.system()),
            "pf4j", new Pf4jRuntime(InstantSource.system()),
            "skill", skills(),
            "mcp", skills(),
            "worker", skills());

    private static final Runtimes RUNTIMES = new Runtimes(
            NAMED.get("osgi"), NAMED.get("pf4j"), NAMED.get("skill"), NAMED.get("mcp"), NAMED.get("worker"));

    private static ModuleRuntime skills() {
        return new SkillRuntime(Needs.STARTER, new Confinement.Missing("not here"), new Interpreters(Map.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "OSGI,  HOST,     osgi",
        "PF4J,  HOST,     pf4j",
        "OSGI,  CONFINED, worker",
        "PF4J,  CONFINED, worker",
        "SKILL, HOST,     skill",
        "SCRIPT,CONFINED, skill",
        "SKILL, CONFINED, skill",
        "SKILL, REMOTE,   skill",
        "MCP,   CONFINED, mcp",
        "MCP,   REMOTE,   mcp"
    })
    void format_and_placement_name_one_runtime(Format format, Placement placement, String runtime) {
        assertSame(NAMED.get(runtime), RUNTIMES.pick(format, placement));
    }

    @ParameterizedTest
    @EnumSource(names = {"OSGI", "PF4J"})
    void java_code_is_nowhere_but_here(Format format) {
        assertThrows(IllegalArgumentException.class, () -> RUNTIMES.pick(format, Placement.REMOTE));
    }
}
