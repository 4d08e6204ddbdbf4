package dev.polar.host.policy;

import java.time.Duration;

/**
 * How often: a bucket of {@code burst} tokens for each subject, into which {@code calls} come back in {@code per}.
 *
 * @param caller whose calls it counts
 * @param target which of them
 */
public record RateLimit(String id, Each each, Glob caller, Glob target, int calls, Per per, int burst) {
    /** What holds for a caller of whom the policy says nothing. */
    public static RateLimit usual(int callsPerMinute) {
        return new RateLimit("settings", Each.CALLER, Glob.ANY, Glob.ANY, callsPerMinute, Per.MINUTE, callsPerMinute);
    }

    /** Whether it counts that call. */
    public boolean counts(String byCaller, String ofTarget) {
        return caller.matches(byCaller) && target.matches(ofTarget);
    }

    /** How long an empty bucket takes to fill. */
    public Duration filling() {
        return Duration.ofNanos((long) ((double) per.length().toNanos() * burst / calls));
    }

    /** As a policy says it: {@code 60/minute}. */
    public String text() {
        return calls + "/" + per.text() + (burst == calls ? "" : ", burst " + burst);
    }
}
