package dev.polar.cli.shell;

import dev.polar.trust.text.CleanText;
import java.util.ArrayList;
import java.util.List;

/** Rows under a head, in columns as wide as they need to be. */
public final class Table {
    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();

    private Table() {}

    /** A table with these column names. */
    public static Table of(String... head) {
        return new Table().row((Object[]) head);
    }

    /** One more row. */
    public Table row(Object... cells) {
        var row = new ArrayList<String>();
        for (var cell : cells) {
            row.add(CleanText.line(String.valueOf(cell)));
        }
        rows.add(row);
        return this;
    }

    /** Prints it; a table without rows says so in these words instead. */
    public void print(Terminal terminal, String otherwise) {
        if (rows.size() == 1) {
            terminal.say(otherwise);
            return;
        }
        lines().forEach(terminal::say);
    }

    List<String> lines() {
        var widths = new int[rows.getFirst().size()];
        for (var row : rows) {
            for (int i = 0; i < row.size(); i++) {
                widths[i] = Math.max(widths[i], width(row.get(i)));
            }
        }
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private static String line(List<String> row, int[] widths) {
        var line = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
            line.append(pad(row.get(i), widths[i])).append(GAP);
        }
        return line.toString().stripTrailing();
    }

    /** The first line of a text, cut to so many characters. */
    public static String cut(String text, int width) {
        var line = CleanText.strip(text).lines().findFirst().orElse("");
        return width(line) <= width ? line : line.substring(0, line.offsetByCodePoints(0, width - 3)) + "...";
    }

    /** The text and as many spaces as it needs to be so wide. */
    static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - width(text)));
    }

    private static int width(String text) {
        return text.codePointCount(0, text.length());
    }
}
