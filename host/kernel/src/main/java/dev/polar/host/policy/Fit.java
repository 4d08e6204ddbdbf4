package dev.polar.host.policy;

/**
 * Whether a rule matches a call, and why.
 *
 * @param failed whether its condition could not be evaluated, and counted against the call
 */
record Fit(boolean matches, boolean failed, String why) {
    static final Fit OTHER_TARGET = new Fit(false, false, "other target");
    static final Fit OTHER_CALLER = new Fit(false, false, "other caller");
    static final Fit CONDITION_FALSE = new Fit(false, false, "its condition is false");
    static final Fit CONDITION_TRUE = new Fit(true, false, "target and caller fit, its condition is true");
    static final Fit WITHOUT_CONDITION = new Fit(true, false, "target and caller fit");
}
