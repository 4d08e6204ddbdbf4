package dev.polar.trust.manifest;

import java.util.Arrays;
import java.util.regex.Pattern;

/** One field of crontab(5), in numbers: values, lists, ranges and steps. */
record CronField(String name, int from, int to) {
    private static final Pattern PART = Pattern.compile("(?:\\*|([0-9]{1,2})(?:-([0-9]{1,2}))?)(?:/([0-9]{1,2}))?");

    boolean accepts(String text) {
        return Arrays.stream(text.split(",", -1)).allMatch(this::acceptsPart);
    }

    private boolean acceptsPart(String part) {
        var match = PART.matcher(part);
        if (!match.matches()) {
            return false;
        }
        int first = match.group(1) == null ? from : Integer.parseInt(match.group(1));
        int last = match.group(2) == null ? Math.max(first, from) : Integer.parseInt(match.group(2));
        int step = match.group(3) == null ? 1 : Integer.parseInt(match.group(3));
        return first >= from && last <= to && first <= last && step >= 1;
    }
}
