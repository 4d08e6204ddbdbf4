package dev.polar.trust.text;

import java.util.ArrayList;
import java.util.List;

/**
 * How one text became another, line by line: the lines of a longest common subsequence stay, the others go or come. Lines
 * are shown as {@link CleanText} shows them, but compared as they are, so that a hidden difference is one.
 */
public final class LineDiff {
    /** Lines of both texts multiplied: beyond that all of it counts as replaced. */
    private static final long MOST_WORK = 4_000_000;

    private static final int CONTEXT = 2;

    private LineDiff() {}

    /**
     * The changed lines, each after {@code +} or {@code -}, with up to two lines around them after a space, and
     * {@code ...} where others are left out; nothing if the texts are equal.
     */
    public static List<String> of(String before, String after) {
        if (before.equals(after)) {
            return List.of();
        }
        return around(script(before.lines().toList(), after.lines().toList()));
    }

    private record Line(char sign, String text) {}

    private static List<Line> script(List<String> before, List<String> after) {
        if ((long) before.size() * after.size() > MOST_WORK) {
            return concat(before, after);
        }
        var common = common(before, after);
        var script = new ArrayList<Line>();
        int i = 0;
        int j = 0;
        while (i < before.size() || j < after.size()) {
            if (i < before.size() && j < after.size() && before.get(i).equals(after.get(j))) {
                script.add(new Line(' ', before.get(i++)));
                j++;
            } else if (j == after.size() || i < before.size() && common[i + 1][j] >= common[i][j + 1]) {
                script.add(new Line('-', before.get(i++)));
            } else {
                script.add(new Line('+', after.get(j++)));
            }
        }
        return script;
    }

    private static List<Line> concat(List<String> before, List<String> after) {
        var script = new ArrayList<Line>();
        before.forEach(line -> script.add(new Line('-', line)));
        after.forEach(line -> script.add(new Line('+', line)));
        return script;
    }

    /** How many lines two tails have in common. */
    private static int[][] common(List<String> before, List<String> after) {
        var common = new int[before.size() + 1][after.size() + 1];
        for (int i = before.size() - 1; i >= 0; i--) {
            for (int j = after.size() - 1; j >= 0; j--) {
                common[i][j] = before.get(i).equals(after.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        return common;
    }

    private static List<String> around(List<Line> script) {
        var shown = new ArrayList<String>();
        int last = -1;
        for (int i = 0; i < script.size(); i++) {
            if (!near(script, i)) {
                continue;
            }
            if (i > last + 1) {
                shown.add("...");
            }
            last = i;
            shown.add(script.get(i).sign() + CleanText.line(script.get(i).text()));
        }
        if (last < script.size() - 1) {
            shown.add("...");
        }
        return List.copyOf(shown);
    }

    private static boolean near(List<Line> script, int at) {
        return script.subList(Math.max(0, at - CONTEXT), Math.min(script.size(), at + CONTEXT + 1)).stream()
                .anyMatch(line -> line.sign() != ' ');
    }
}
