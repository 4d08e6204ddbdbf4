package dev.polar.host.approval;

import java.time.Instant;

/**
 * Somebody's word on a request.
 *
 * @param approver {@code operator:anna} or {@code channel:web:default:ben}
 * @param why what they said with it, or empty
 * @param uses how many calls a yes is for
 * @param until when a yes ends, at the latest
 * @param seal this host's, where no signature of an operator proves it; otherwise empty
 */
public record Voice(String approver, boolean yes, String why, int uses, Instant until, String seal) {}
