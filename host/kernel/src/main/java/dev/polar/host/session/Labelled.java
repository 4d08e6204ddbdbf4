package dev.polar.host.session;

import java.time.Instant;

/**
 * One label of one session.
 *
 * @param intent the call whose answer brought it
 */
public record Labelled(String session, String label, String intent, Instant since) {}
