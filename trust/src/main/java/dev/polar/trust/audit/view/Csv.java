package dev.polar.trust.audit.view;

import dev.polar.trust.audit.AuditRecord;
import dev.polar.trust.text.Escapes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * RFC 4180: every field quoted, CR LF after each line, one line a record. A field that a spreadsheet would take for a
 * formula begins with an apostrophe; so does one that begins with an apostrophe itself, so that taking the first one away
 * gives back what was there.
 */
record Csv(String origin) implements View {
    private static final String FORMULA = "=+-@'\uff1d\uff0b\uff0d\uff20";
    private static final Map<String, Function<Said, String>> COLUMNS = columns();

    private static Map<String, Function<Said, String>> columns() {
        var columns = new LinkedHashMap<String, Function<Said, String>>();
        columns.put("index", said -> Long.toString(said.seq()));
        columns.put("leaf", Said::leaf);
        for (var field : new String[] {
            "prev", "time", "node", "boot", "category", "action", "stage", "intent", "decision", "reason", "errorCode"
        }) {
            columns.put(field, said -> said.of(field));
        }
        members(columns, "caller", "kind", "id", "auth");
        columns.put("onBehalfOf", said -> said.of("onBehalfOf"));
        columns.put("session", said -> said.of("session"));
        columns.put("trace", said -> said.of("trace"));
        members(columns, "channel", "kind", "account", "room", "message");
        members(columns, "plugin", "name", "version", "epoch", "digest", "level", "enforcement");
        members(columns, "policy", "version", "rule");
        members(columns, "sizes", "arguments", "result");
        for (var field : new String[] {
            "tool",
            "toolPin",
            "arguments",
            "result",
            "permissionsUsed",
            "secretNames",
            "approval",
            "revocationListVersion",
            "latency",
            "facts",
            "delta"
        }) {
            columns.put(field, said -> said.of(field));
        }
        return columns;
    }

    private static void members(Map<String, Function<Said, String>> columns, String field, String... members) {
        for (var member : members) {
            columns.put(field + "." + member, said -> said.of(field, member));
        }
    }

    @Override
    public String head() {
        return "\"log\"," + COLUMNS.keySet().stream().map(Csv::quoted).collect(Collectors.joining(",")) + "\r\n";
    }

    @Override
    public String line(AuditRecord record) {
        var said = new Said(record);
        return quoted(origin) + ","
                + COLUMNS.values().stream()
                        .map(column -> quoted(column.apply(said)))
                        .collect(Collectors.joining(","))
                + "\r\n";
    }

    static String quoted(String text) {
        var line = Escapes.line(text);
        var safe = !line.isEmpty() && FORMULA.indexOf(line.charAt(0)) >= 0 ? "'" + line : line;
        return '"' + safe.replace("\"", "\"\"") + '"';
    }
}
