package dev.polar.trust.revocation;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;

/**
 * One entry: what is taken back and why.
 *
 * @param value a plugin name, {@code name@version}, {@code sha256:<hex>}, a publisher's name or a key id
 * @param effectiveAt from when on
 */
public record Revocation(String id, Kind kind, String value, Mode mode, String reason, Instant effectiveAt) {
    private static final String MODE = "mode";

    /** What an entry can name. */
    public enum Kind {
        KEY,
        PUBLISHER,
        PLUGIN,
        VERSION,
        DIGEST
    }

    /** Hard cancels what is in flight; soft lets it finish. */
    public enum Mode {
        HARD,
        SOFT
    }

    /** The refusal that tells of this entry. */
    public Refusal refusal(Code code) {
        return new Refusal(
                code,
                value + " was revoked: " + reason,
                "polar revocations list shows what else was taken back",
                Map.of("revocation", id, MODE, mode.name().toLowerCase(Locale.ROOT)));
    }

    /** Whether that refusal tells of a revocation that lets finish what is in flight. */
    public static boolean isSoft(Refusal why) {
        return "soft".equals(why.details().get(MODE));
    }
}
