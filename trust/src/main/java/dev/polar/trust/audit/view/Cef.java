package dev.polar.trust.audit.view;

import dev.polar.trust.audit.AuditRecord;
import dev.polar.trust.text.Escapes;

/**
 * Common Event Format. In the header {@code \} and {@code |} are escaped, in the extension {@code \} and {@code =}; there
 * line feed and carriage return are {@code \n} and {@code \r} as the format has them, and other control characters are
 * written as JSON escapes, whose backslash is doubled like any other.
 */
record Cef(String origin, String version) implements View {
    @Override
    public String line(AuditRecord record) {
        var said = new Said(record);
        var word = said.of("category") + "." + said.of("action");
        var line = new StringBuilder("CEF:0|Polar|Polar|")
                .append(header(version))
                .append('|')
                .append(header(word))
                .append('|')
                .append(header(said.of("category") + " " + said.of("action") + " " + said.of("stage")))
                .append('|')
                .append(severity(said))
                .append('|');
        add(line, "rt", Long.toString(record.position().time().toEpochMilli()));
        add(line, "externalId", Long.toString(said.seq()));
        add(line, "dvchost", said.of("node"));
        add(line, "deviceExternalId", said.of("boot"));
        add(line, "cat", said.of("category"));
        add(line, "act", said.of("decision"));
        add(line, "reason", said.of("reason"));
        add(line, "outcome", said.of("errorCode"));
        add(line, "suser", said.of("caller", "id"));
        add(line, "spriv", said.of("caller", "kind"));
        add(line, "requestMethod", said.of("stage"));
        add(line, "request", said.of("tool"));
        labelled(line, "cs1", "log", origin);
        labelled(line, "cs2", "leaf", said.leaf());
        labelled(line, "cs3", "trace", said.of("trace"));
        labelled(line, "cs4", "plugin", plugin(said));
        labelled(line, "cs5", "policyRule", said.of("policy", "rule"));
        labelled(line, "cs6", "approval", said.of("approval"));
        labelled(line, "cn1", "index", Long.toString(said.seq()));
        labelled(line, "cn2", "latencyMicros", said.of("latency"));
        labelled(line, "flexString1", "intent", said.of("intent"));
        labelled(line, "flexString2", "session", said.of("session"));
        add(line, "msg", said.of("facts"));
        line.setLength(line.length() - 1);
        return line.append('\n').toString();
    }

    private static String plugin(Said said) {
        return (said.of("plugin", "name") + " " + said.of("plugin", "version") + " " + said.of("plugin", "digest"))
                .strip();
    }

    private static int severity(Said said) {
        return switch (said.of("decision")) {
            case "DENY" -> 6;
            case "ASK" -> 4;
            default -> said.of("errorCode").isEmpty() ? 1 : 5;
        };
    }

    private static void labelled(StringBuilder line, String key, String label, String value) {
        if (!value.isEmpty()) {
            add(line, key + "Label", label);
            add(line, key, value);
        }
    }

    private static void add(StringBuilder line, String key, String value) {
        if (!value.isEmpty()) {
            line.append(key).append('=').append(extension(value)).append(' ');
        }
    }

    static String extension(String text) {
        return doubled(text).replace("=", "\\=");
    }

    /** A header has no escape for the end of a line; it becomes a space. */
    static String header(String text) {
        return doubled(text.replace('\n', ' ').replace('\r', ' ')).replace("|", "\\|");
    }

    /** One backslash before {@code n} and {@code r}, two wherever else one stands. */
    private static String doubled(String text) {
        var out = new StringBuilder(text.length());
        var line = Escapes.line(text);
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            out.append(c);
            if (c == '\\') {
                char next = line.charAt(++i);
                switch (next) {
                    case '\\', 'n', 'r' -> out.append(next);
                    default -> out.append('\\').append(next);
                }
            }
        }
        return out.toString();
    }
}
