package dev.polar.trust.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlacementTest {
    @ParameterizedTest
    @CsvSource({
        "CORE,      PF4J,  PUBLISHED, HOST CONFINED",
        "VERIFIED,  OSGI,  PUBLISHED, HOST CONFINED",
        "LOCAL,     PF4J,  PACKED,    CONFINED HOST",
        "LOCAL,     OSGI,  IMPORTED,  CONFINED",
        "COMMUNITY, PF4J,  PUBLISHED, CONFINED",
        "DEV,       OSGI,  PACKED,    CONFINED",
        "VERIFIED,  MCP,   PUBLISHED, CONFINED",
        "LOCAL,     MCP,   PACKED,    CONFINED",
        "COMMUNITY, SKILL, PUBLISHED, HOST",
        "LOCAL,     SKILL, IMPORTED,  HOST",
        "REMOTE,    MCP,   PUBLISHED, REMOTE",
    })
    void the_level_says_where_code_may_run_and_where_it_does_unless_told_otherwise(
            Level level, Format format, Provenance provenance, String choices) {
        var expected = Arrays.stream(choices.split(" ")).map(Placement::valueOf).toList();
        assertEquals(expected, Placement.choices(level, format, provenance));
    }
}
