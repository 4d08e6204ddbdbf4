package dev.polar.adminapi;

/**
 * How near somebody is to a limit.
 *
 * @param kind {@code rate}, {@code pause}, {@code concurrency}, {@code breaker}, {@code budget} or {@code starts}
 * @param limit its id in the policy; {@code settings} if it is not from there
 * @param who whom it counts: a caller, a caller and a target, a plugin, or {@code *}
 * @param used how much of it; empty where there is nothing to count
 * @param state {@code ok}, {@code near} from four fifths on, {@code over}, {@code paused}, {@code held}
 * @param until when it ends or begins anew; empty if nobody knows
 */
public record LimitRow(String kind, String limit, String who, String used, String state, String until) {}
