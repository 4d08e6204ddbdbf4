package dev.polar.bench;

import java.util.Collections;
import java.util.List;

/** A section of the result: a heading, a table, remarks. */
final class Page {
    private final StringBuilder text = new StringBuilder();

    Page(String heading, String... columns) {
        text.append("### ").append(heading).append("\n\n");
        row(columns);
        row(Collections.nCopies(columns.length, "---").toArray(String[]::new));
    }

    Page row(String... cells) {
        text.append("| ").append(String.join(" | ", List.of(cells))).append(" |\n");
        return this;
    }

    Page say(String remark) {
        text.append('\n').append(remark).append('\n');
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
