package dev.polar.adminapi;

import java.util.List;

/**
 * What would have been decided otherwise. Each call that was decided counts once: {@code calls = early + same + changed +
 * unknown}.
 *
 * @param from when it begins
 * @param calls how many were decided since
 * @param early how many were refused before policy was asked, and would be again
 * @param same how many would be decided as they were
 * @param changed how many would not
 * @param unknown how many cannot be judged, because what decides was erased or is not on record
 * @param groups what changes, the most frequent first
 */
public record Replayed(
        String from, long calls, long early, long same, long changed, long unknown, List<ReplayGroup> groups) {}
