package dev.polar.cli.shell;

import dev.polar.trust.text.CleanText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Labels and what is to be said under each, in one column; what is empty is not said. */
public final class Facts {
    private static final int LABEL = 11;

    private final List<String> lines = new ArrayList<>();

    /** One fact. */
    public Facts add(String label, Object value) {
        return add(label, List.of(value));
    }

    /** Several of one kind. */
    public Facts add(String label, Collection<?> values) {
        var shown = CleanText.line(label);
        for (var value : values) {
            for (var line : CleanText.strip(String.valueOf(value)).split("\n")) {
                if (!line.isBlank()) {
                    lines.add("  " + Table.pad(shown, LABEL) + " " + line.stripTrailing());
                    shown = "";
                }
            }
        }
        return this;
    }

    /** The lines. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    /** Prints them as a result. */
    public void print(Terminal terminal) {
        lines.forEach(terminal::say);
    }
}
