package dev.polar.host.audit;

import dev.polar.host.store.MasterKey;
import dev.polar.trust.audit.AuditRecord;
import dev.polar.trust.json.Canonical;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonString;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a query asks of a record, as conditions on its row. Where no column repeats a field the record's bytes are searched
 * for the field as canonical JSON has it; that may also find the text elsewhere, so the record is looked into again.
 *
 * @param sql ends with a blank, or is empty
 * @param bound what the conditions name
 * @param members the keys of the record of which one has to be that text
 */
record Fitting(String sql, Map<String, Object> bound, Map<Set<String>, String> members) {
    static Fitting of(AuditQuery query, MasterKey key) {
        var sql = new StringBuilder();
        var bound = new LinkedHashMap<String, Object>();
        var members = new LinkedHashMap<Set<String>, String>();
        query.with().forEach((field, value) -> {
            switch (field) {
                case CALLER -> sql.append(caller(value, key, bound));
                case TRACE -> sql.append(equal(field, Prepared.traceId(value), bound));
                case CATEGORY, ACTION, STAGE, DECISION, PLUGIN, INTENT, APPROVAL ->
                    sql.append(equal(field, value, bound));
                case TOOL -> sql.append(said(List.of("tool"), value, bound, members));
                case SESSION -> sql.append(said(List.of("session"), value, bound, members));
                case CODE -> sql.append(said(List.of("reason", "errorCode"), value, bound, members));
                case NODE -> {
                    // which logs are read
                }
            }
        });
        return new Fitting(sql.toString(), bound, members);
    }

    boolean fits(AuditRecord record) {
        return members.entrySet().stream()
                .allMatch(wanted -> wanted.getKey().stream()
                        .anyMatch(key -> record.json().get(key) instanceof JsonString text
                                && text.getString().equals(wanted.getValue())));
    }

    private static String equal(AuditField field, String value, Map<String, Object> bound) {
        bound.put(field.label(), text(value));
        return "AND " + field.column().orElseThrow() + " = :" + field.label() + " ";
    }

    /** Lists show {@code kind:name}, and of a person {@code user:} and a pseudonym, which is what its column has. */
    private static String caller(String value, MasterKey key, Map<String, Object> bound) {
        int colon = value.indexOf(':');
        bound.put("caller", text(value));
        bound.put("pseudonym", Openings.pseudonym(key, value));
        bound.put("kind", colon < 0 ? "" : text(value.substring(0, colon)));
        bound.put("name", text(value.substring(colon + 1)));
        return "AND caller IN (:caller, :pseudonym, :name)"
                + " AND (caller IN (:caller, :pseudonym) OR caller_kind = :kind) ";
    }

    private static String said(
            List<String> keys, String value, Map<String, Object> bound, Map<Set<String>, String> members) {
        members.put(Set.copyOf(keys), value);
        var either = new ArrayList<String>();
        for (var key : keys) {
            either.add("position(:" + key + " IN body) > 0");
            bound.put(key, written(key, value));
        }
        return "AND (" + String.join(" OR ", either) + ") ";
    }

    private static byte[] written(String key, String value) {
        return ("\"" + key + "\":" + Canonical.text(StrictJson.provider().createValue(value)))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String text(String value) {
        return value.replace('\0', '\ufffd');
    }
}
