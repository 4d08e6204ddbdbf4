package dev.polar.host.snapshot;

import dev.polar.runtime.GenerationId;
import dev.polar.runtime.Target;
import dev.polar.spi.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * A plugin of which two releases serve, each its own sessions.
 *
 * @param percent of sessions that get the release on trial
 * @param salt of this trial, so that not the same sessions go first each time
 * @param canary the generation on trial
 * @param targets what it offers
 * @param withheld what of it is refused, and why
 * @param tally how the calls of both end
 */
public record Split(
        int percent,
        String salt,
        GenerationId canary,
        Map<Target, Offered> targets,
        Map<Target, Refusal> withheld,
        Tally tally) {
    private static final int ALL = 100;

    public Split {
        targets = Map.copyOf(targets);
        withheld = Map.copyOf(withheld);
    }

    /** Whether that session is on trial: while the trial lasts it is always, or it never is. */
    public boolean takes(String session) {
        var hash = new CRC32C();
        hash.update((salt + "\n" + session).getBytes(StandardCharsets.UTF_8));
        return mixed(hash.getValue()) < percent;
    }

    /** A checksum of short texts is not even in its low digits; a multiplication spreads it. */
    private static long mixed(long checksum) {
        return Long.remainderUnsigned(checksum * 0x9E3779B97F4A7C15L >>> 32, ALL);
    }
}
