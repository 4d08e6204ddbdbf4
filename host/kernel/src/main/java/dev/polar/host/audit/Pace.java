package dev.polar.host.audit;

import java.time.Duration;

/**
 * What repeats itself in a log.
 *
 * @param heartbeat the longest silence
 * @param segment how many records a segment has
 * @param refusals how many of one caller in a minute are records; above that they are counted
 */
record Pace(Duration heartbeat, long segment, int refusals) {
    static final Pace USUAL = new Pace(Duration.ofSeconds(60), Segment.RECORDS, Denials.OF_A_CALLER);
}
