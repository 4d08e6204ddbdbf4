/**
 * Recorded calls, judged again. {@link dev.polar.host.replay.PastDecision} is a record read back as the question that policy
 * was asked then; {@link dev.polar.host.replay.Candidate} is what it would be judged by now: a policy, what is taken back,
 * what is not granted. {@link dev.polar.host.replay.Replaying} counts what would have been decided otherwise, and {@link
 * dev.polar.host.replay.Suggesting} finds the fewest rules under which what was used need not be asked again.
 */
@NullMarked
package dev.polar.host.replay;

import org.jspecify.annotations.NullMarked;
