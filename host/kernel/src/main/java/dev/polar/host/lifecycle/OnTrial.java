package dev.polar.host.lifecycle;

import dev.polar.host.catalog.Trial;
import dev.polar.host.offer.Offering;
import dev.polar.host.snapshot.Offered;
import dev.polar.host.snapshot.Split;
import dev.polar.host.snapshot.Tally;
import dev.polar.runtime.Target;
import dev.polar.trust.permission.Grant;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A generation that answers a part of the sessions. */
record OnTrial(Running running, Trial trial, Tally tally) {
    /** The same generation, offering something else. */
    OnTrial with(Running other) {
        return new OnTrial(other, trial, tally);
    }

    Split split(Grant grant, Offering offering) {
        return new Split(
                trial.percent(),
                trial.salt(),
                running.generation().id(),
                offering.under(grant).stream()
                        .collect(Collectors.<Offered, Target, Offered>toMap(Offered::target, Function.identity())),
                offering.withheld(),
                tally);
    }
}
