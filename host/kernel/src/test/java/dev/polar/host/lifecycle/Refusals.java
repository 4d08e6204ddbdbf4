package dev.polar.host.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import org.junit.jupiter.api.function.Executable;

/** Says how something is refused. */
final class Refusals {
    private Refusals() {}

    static Refusal assertRefused(Code code, Executable attempt) {
        var refusal = assertThrows(Refusal.class, attempt);
        assertEquals(code, refusal.code(), refusal::getMessage);
        return refusal;
    }
}
