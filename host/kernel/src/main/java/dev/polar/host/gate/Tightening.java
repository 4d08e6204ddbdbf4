package dev.polar.host.gate;

import dev.polar.host.policy.Opinion;

/** What may make the policy's opinion of a call stricter, and never milder. */
@FunctionalInterface
interface Tightening {
    Opinion tighten(Passage passage, Opinion opinion);
}
