package dev.polar.adminapi;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.util.Map;

/** A refusal on the wire. */
public record Problem(String code, String message, String hint, Map<String, String> details) {
    public static Problem of(Refusal refusal) {
        return new Problem(refusal.code().name(), refusal.getMessage(), refusal.hint(), refusal.details());
    }

    /** The refusal again; a code this version does not know is {@code INTERNAL}. */
    public Refusal refusal() {
        Code known;
        try {
            known = Code.valueOf(code);
        } catch (IllegalArgumentException newer) {
            known = Code.INTERNAL;
        }
        return new Refusal(known, message, hint, details == null ? Map.of() : details);
    }
}
