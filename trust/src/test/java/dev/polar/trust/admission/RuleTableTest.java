package dev.polar.trust.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every rule at every moment for every kind of plugin, generated from the rules: a new rule has no world in {@link
 * AdmissionTest} in which it is broken, and the build fails until it has.
 */
class RuleTableTest {
    private enum Kind {
        SKILL(Format.SKILL),
        MCP_SERVER(Format.MCP),
        SCRIPTS(Format.SCRIPT),
        CHANNEL(Format.OSGI);

        private final Format format;

        Kind(Format format) {
            this.format = format;
        }
    }

    static Stream<Arguments> cells() {
        return Arrays.stream(Rule.values())
                .flatMap(rule -> Arrays.stream(Moment.values())
                        .flatMap(moment -> Arrays.stream(Kind.values()).map(kind -> Arguments.of(rule, moment, kind))));
    }

    @ParameterizedTest(name = "{0} at {1} for a {2}")
    @MethodSource("cells")
    void a_broken_rule_refuses_wherever_it_is_asked_and_nowhere_else(Rule rule, Moment moment, Kind kind) {
        var world = AdmissionTest.broken(rule);
        var facts = of(kind, world.facts());
        var now = AdmissionTest.NOW;
        var alone = Admission.decide(EnumSet.of(rule), moment, facts, world.trust(), now);
        if (!rule.applies(moment)
                || rule == Rule.CONFINABLE && kind == Kind.SKILL) { // a skill is text, it runs nowhere
            assertFalse(alone instanceof Verdict.Refused, () -> "asked all the same: " + alone);
            return;
        }
        assertEquals(
                world.code(),
                assertInstanceOf(Verdict.Refused.class, alone).why().code());
        var all = Admission.decide(moment, facts, world.trust(), now);
        assertEquals(
                world.code(), assertInstanceOf(Verdict.Refused.class, all).why().code());
    }

    private static Facts of(Kind kind, Facts facts) {
        return new Facts(
                facts.plugin(),
                facts.version(),
                facts.epoch(),
                facts.content(),
                facts.digests(),
                facts.publisher(),
                facts.signers(),
                facts.level(),
                facts.provenance(),
                kind.format,
                facts.requested());
    }
}
