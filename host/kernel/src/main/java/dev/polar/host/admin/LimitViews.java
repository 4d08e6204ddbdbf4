package dev.polar.host.admin;

import dev.polar.adminapi.LimitRow;
import dev.polar.host.limits.Standings;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Who is near a limit, as an operator looks at it. */
final class LimitViews {
    private final Standings standings;

    LimitViews(Standings standings) {
        this.standings = standings;
    }

    /** @param everybody also who is far from any limit */
    List<LimitRow> list(boolean everybody) {
        return standings.all().stream()
                .filter(standing -> everybody || standing.state() != Standings.State.OK)
                .map(standing -> new LimitRow(
                        standing.kind(),
                        standing.limit(),
                        standing.who(),
                        standing.used(),
                        standing.state().name().toLowerCase(Locale.ROOT),
                        standing.until().map(Instant::toString).orElse("")))
                .toList();
    }
}
