package dev.polar.trust.skill;

import java.util.Comparator;

/**
 * Something to know about a package before it is let in.
 *
 * @param file the entry
 * @param line from 1, or 0 for the file as a whole
 * @param rule stable, {@code hidden-character}
 * @param message for people
 */
public record Finding(String file, int line, String rule, Severity severity, String message)
        implements Comparable<Finding> {
    /** How bad it is. */
    public enum Severity {
        /** Good to know. */
        NOTE,
        /** Something the package asks for and does not get, or that deserves a look. */
        WARNING,
        /** Against the specification: not publishable, importable. */
        ERROR,
        /** Dangerous or ambiguous: neither. */
        DANGER
    }

    private static final Comparator<Finding> ORDER = Comparator.comparing(Finding::file)
            .thenComparing(Finding::line)
            .thenComparing(Finding::rule)
            .thenComparing(Finding::message);

    @Override
    public int compareTo(Finding other) {
        return ORDER.compare(this, other);
    }

    /** {@code skills/a/SKILL.md:3: unknown-key: ...}. */
    @Override
    public String toString() {
        return file + (line > 0 ? ":" + line : "") + ": " + rule + ": " + message;
    }
}
