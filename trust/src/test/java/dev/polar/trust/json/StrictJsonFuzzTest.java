package dev.polar.trust.json;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.polar.trust.json.StrictJson.Limits;

/** Runs its seeds in every build; fuzzes with {@code JAZZER_FUZZ=1} and {@code -Djazzer.hooks=true}. */
class StrictJsonFuzzTest {
    private static final Limits LIMITS = Limits.bytes(1 << 16);

    @FuzzTest(maxDuration = "3m")
    void bytes_are_a_value_with_one_canonical_form_or_a_fault(byte[] bytes) {
        try {
            var value = StrictJson.parse(bytes, LIMITS);
            var canonical = Canonical.bytes(value);
            assertArrayEquals(canonical, Canonical.bytes(StrictJson.parse(canonical, Limits.bytes(1 << 20))));
        } catch (JsonFault fault) {
            assertEquals(fault.line() > 0, fault.column() > 0);
        }
    }
}
