package dev.polar.host.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import org.junit.jupiter.api.function.Executable;

/** Asserts refusals. */
final class Refused {
    private Refused() {}

    static Refusal with(Code code, Executable work) {
        var refusal = assertThrows(Refusal.class, work);
        assertEquals(code, refusal.code(), refusal::toString);
        return refusal;
    }
}
