package dev.polar.host.policy;

/** How many at once, for each caller or each plugin. */
public record ConcurrencyLimit(String id, Each each, Glob caller, Glob target, int calls) {
    /** Whether it counts that call. */
    public boolean counts(String byCaller, String ofTarget) {
        return caller.matches(byCaller) && target.matches(ofTarget);
    }
}
