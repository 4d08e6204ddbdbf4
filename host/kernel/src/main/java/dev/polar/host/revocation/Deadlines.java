package dev.polar.host.revocation;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.admission.Freshness;
import dev.polar.trust.revocation.Imported;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What time alone does to revocations: entries take effect, lifts begin to count, lists run out.
 *
 * @param lists what every source's list holds, lifted or not
 */
record Deadlines(History history, List<Imported> lists, Freshness fresh) {
    /** When something changes. */
    List<Instant> changes() {
        var times = new ArrayList<Instant>();
        history.lifts().forEach(lift -> times.add(LiftBody.from(lift)));
        lists.forEach(list -> list.entries().forEach(entry -> times.add(entry.effectiveAt())));
        if (!fresh.equals(Freshness.UNBOUNDED)) {
            times.add(fresh.expires());
            times.add(fresh.expires().plus(fresh.grace()));
        }
        return times;
    }

    /** What everybody who looks at the host's state is told. */
    List<Refusal> alarms(TrustedTime time) {
        var alarms = new ArrayList<Refusal>();
        var now = time.instant();
        if (!now.isBefore(fresh.expires())) {
            alarms.add(new Refusal(
                    Code.TRUST_STALE,
                    "revocation lists ran out: nothing is installed or enabled, community and remote plugins are"
                            + " stopped, the others stop at " + fresh.expires().plus(fresh.grace()),
                    "polar freshness shows which list, polar revocations refresh NAME fetches it"));
        }
        for (var lift : history.lifts()) {
            if (now.isBefore(LiftBody.from(lift))) {
                var body = LiftBody.of(lift);
                alarms.add(new Refusal(
                        Code.LIFT_PENDING,
                        lift.operator() + " alone lifts " + body.id() + " (" + body.value() + ") from "
                                + LiftBody.from(lift) + ": " + body.reason(),
                        "if that is wrong: polar revoke again, and ask " + lift.operator()));
            }
        }
        if (time.behind().compareTo(TrustedTime.AHEAD) > 0) {
            alarms.add(new Refusal(
                    Code.CLOCK_SUSPECT,
                    "the clock lies " + time.behind().toMinutes() + " minutes behind what was signed and recorded",
                    "set it right; until then trust counts from " + time.latest()));
        }
        return alarms;
    }
}
