package dev.polar.trust.audit.view;

import dev.polar.trust.audit.AuditRecord;
import dev.polar.trust.json.Canonical;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;

/** What a record says, field by field, as text; empty where it says nothing. */
record Said(AuditRecord record) {
    /** The text of a field. */
    String of(String field) {
        return text(record.json().getOrDefault(field, JsonValue.NULL));
    }

    /** The text of a member of a field; of a field that was too large for its record, the commitment to it. */
    String of(String field, String member) {
        if (!(record.json().get(field) instanceof JsonObject object)) {
            return "";
        }
        return isCommitment(object) ? text(object) : text(object.getOrDefault(member, JsonValue.NULL));
    }

    /** {@code kind:id}, or nothing. */
    String caller() {
        var id = of("caller", "id");
        return of("caller", "kind") + (id.isEmpty() ? "" : ":" + id);
    }

    /** The 32 hex digits that all records of one trace share, or nothing. */
    String traceId() {
        var parts = of("trace").split("-", -1);
        return parts.length == 4 ? parts[1] : of("trace");
    }

    String leaf() {
        return record.leaf().hex();
    }

    String prev() {
        return of("prev");
    }

    long seq() {
        return record.position().seq();
    }

    private static String text(JsonValue value) {
        return switch (value.getValueType()) {
            case NULL -> "";
            case STRING -> ((JsonString) value).getString();
            case ARRAY -> ((JsonArray) value).isEmpty() ? "" : Canonical.text(value);
            case OBJECT ->
                isCommitment((JsonObject) value)
                        ? "commitment:" + text(((JsonObject) value).getOrDefault("commitment", JsonValue.NULL))
                        : Canonical.text(value);
            case NUMBER, TRUE, FALSE -> value.toString();
        };
    }

    private static boolean isCommitment(JsonObject object) {
        return object.size() == 1 && object.containsKey("commitment");
    }
}
