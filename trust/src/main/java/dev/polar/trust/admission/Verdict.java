package dev.polar.trust.admission;

import dev.polar.spi.Refusal;
import dev.polar.trust.permission.Grant;
import dev.polar.trust.permission.GrantDelta;
import java.time.Instant;

/** What admission says. */
public sealed interface Verdict {
    /** In, under that grant, until then. */
    record Admitted(Level level, Placement placement, Grant grant, Instant freshUntil) implements Verdict {}

    /** An operator has to consent to the difference first. */
    record Held(GrantDelta delta) implements Verdict {}

    /** No; the refusal names the rule that was broken first. */
    record Refused(Refusal why) implements Verdict {}
}
