package dev.polar.host.gate;

import dev.polar.host.policy.Opinion;
import dev.polar.host.policy.Question;

/** What may make the policy's opinion of a call stricter, and never milder. */
@FunctionalInterface
interface Tightening {
    Opinion tighten(Passage passage, Question question, Opinion opinion);
}
