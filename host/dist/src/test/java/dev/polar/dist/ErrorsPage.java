package dev.polar.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** {@code docs/errors.md}: one row of a table for each code. */
record ErrorsPage(List<Row> rows) {
    private static final Pattern ROW = Pattern.compile("\\| `([A-Z_]+)` \\|(.*)\\|(.*)\\|");

    /** What it means and when, and what to do next. */
    record Row(String code, String meaning, String next) {}

    static ErrorsPage read(Path file) throws IOException {
        return new ErrorsPage(Files.readAllLines(file).stream()
                .map(ROW::matcher)
                .filter(m -> m.matches())
                .map(m -> new Row(m.group(1), m.group(2).strip(), m.group(3).strip()))
                .toList());
    }
}
