package dev.polar.trust.permission;

import dev.polar.trust.text.Nearest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads what may follow the selector: {@code limit 10/minute}. */
final class LimitText {
    private static final String WORD = " limit ";
    private static final Pattern COUNT = Pattern.compile("[1-9][0-9]{0,8}");
    private static final List<String> UNITS =
            Arrays.stream(Limit.Unit.values()).map(Limit.Unit::toString).toList();

    private LimitText() {}

    /**
     * @param at where the rest begins
     * @throws dev.polar.spi.Refusal naming the word, the count or the unit that is wrong
     */
    static Limit read(Selector selector, int at) {
        var rest = selector.permission().substring(at);
        var access = selector.permission().substring(0, at);
        if (!rest.startsWith(WORD)) {
            throw selector.refusedAt(
                    at + common(rest),
                    "after the selector nothing may follow but one space, 'limit', one space, a count, '/' and a unit",
                    Optional.of(access + WORD + "10/minute"));
        }
        int slash = rest.indexOf('/');
        var count = rest.substring(WORD.length(), Math.max(slash, WORD.length()));
        var unit = slash < 0 ? "" : rest.substring(slash + 1);
        var meant = Nearest.to(unit, UNITS).orElse("minute");
        if (slash < 0 || !COUNT.matcher(count).matches()) {
            throw selector.refusedAt(
                    at + WORD.length(),
                    "a count is a number from 1 to 999999999 without leading zeros, with '/' and a unit after it",
                    Optional.of(access + WORD + "10/" + meant));
        }
        if (!UNITS.contains(unit)) {
            throw selector.refusedAt(
                    at + slash + 1,
                    "there is no unit '" + Selector.shown(unit) + "': it is one of " + String.join(", ", UNITS),
                    Optional.of(access + WORD + count + "/" + meant));
        }
        return new Limit(Integer.parseInt(count), Limit.Unit.values()[UNITS.indexOf(unit)]);
    }

    /** How much of it is as it should be. */
    private static int common(String rest) {
        int i = 0;
        while (i < rest.length() && i < WORD.length() && rest.charAt(i) == WORD.charAt(i)) {
            i++;
        }
        return i;
    }
}
