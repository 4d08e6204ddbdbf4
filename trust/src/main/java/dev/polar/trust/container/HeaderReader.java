package dev.polar.trust.container;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads a header of clauses. It is narrower than the grammar: no wildcards, no escapes inside quotes, no key twice, so
 * that no other reader can find another meaning in what passes.
 */
final class HeaderReader {
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}_$-]+(\\.[\\p{L}\\p{N}_$-]+)*+");
    private static final Pattern PARAMETER = Pattern.compile(
            "([A-Za-z0-9_.-]+(?::[A-Za-z]+(?:<[A-Za-z]+>)?)?)\\s*(:?=)\\s*(?:\"([^\"\\\\]*)\"|([^\\s\"\\\\,;=:]+))");

    private HeaderReader() {}

    /** The clauses, or nothing if the text is not a header. */
    static Optional<List<HeaderClause>> read(String header) {
        var clauses = new ArrayList<HeaderClause>();
        for (var text : split(header, ',')) {
            var clause = clause(split(text, ';'));
            if (clause.isEmpty()) {
                return Optional.empty();
            }
            clauses.add(clause.get());
        }
        return Optional.of(List.copyOf(clauses));
    }

    private static Optional<HeaderClause> clause(List<String> parts) {
        var names = new ArrayList<String>();
        Map<String, String> attributes = new LinkedHashMap<>();
        Map<String, String> directives = new LinkedHashMap<>();
        for (var part : parts) {
            var parameter = PARAMETER.matcher(part.strip());
            if (parameter.matches()) {
                var into = parameter.group(2).equals(":=") ? directives : attributes;
                var value = parameter.group(3) == null ? parameter.group(4) : parameter.group(3);
                if (into.put(parameter.group(1), value) != null) {
                    return Optional.empty();
                }
            } else if (NAME.matcher(part.strip()).matches() && attributes.isEmpty() && directives.isEmpty()) {
                names.add(part.strip());
            } else {
                return Optional.empty();
            }
        }
        return names.isEmpty()
                ? Optional.empty()
                : Optional.of(new HeaderClause(
                        List.copyOf(names),
                        Collections.unmodifiableMap(attributes),
                        Collections.unmodifiableMap(directives)));
    }

    /** Splits outside quotes; a quote that stays open makes a part that matches nothing. */
    private static List<String> split(String text, char separator) {
        var parts = new ArrayList<String>();
        boolean quoted = false;
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == separator && !quoted) {
                parts.add(text.substring(from, i));
                from = i + 1;
            }
        }
        parts.add(text.substring(from));
        return parts;
    }
}
