package dev.polar.host.catalog;

/**
 * A release that answers a part of the sessions.
 *
 * @param percent of sessions, 1 to 99
 * @param bound how many percentage points more of its calls may fail than of those of the release that serves
 * @param salt decides which sessions
 */
public record Trial(Release release, int percent, int bound, String salt) {}
