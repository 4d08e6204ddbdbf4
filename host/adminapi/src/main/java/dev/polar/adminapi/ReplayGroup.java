package dev.polar.adminapi;

import java.util.List;

/**
 * Calls of one target that would be decided otherwise by the same rule.
 *
 * @param was {@code allow}, {@code ask} or {@code deny}
 * @param now the same, or {@code unknown}
 * @param rule which would decide; empty where it is unknown
 * @param ruleBefore which did
 * @param calls how many
 * @param approved how many of them ran because somebody approved them
 * @param examples the intents of the first of them
 */
public record ReplayGroup(
        String was,
        String now,
        String target,
        String rule,
        String ruleBefore,
        long calls,
        long approved,
        List<String> examples) {}
