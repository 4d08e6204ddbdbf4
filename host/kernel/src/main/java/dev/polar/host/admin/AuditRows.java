package dev.polar.host.admin;

import dev.polar.adminapi.AuditRow;
import dev.polar.host.audit.Found;
import dev.polar.host.audit.PastRecords;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.nio.charset.StandardCharsets;

/** A record as a row of a list. */
record AuditRows(PastRecords records) {
    AuditRow row(Found found) {
        var record = found.record();
        var json = record.json();
        return new AuditRow(
                record.position().seq(),
                records.place(found),
                record.position().time().toString(),
                text(json, "category"),
                text(json, "action"),
                text(json, "stage"),
                text(json, "decision"),
                first(text(json, "reason"), text(json, "errorCode")),
                caller(json, found),
                part(json, "plugin", "name"),
                text(json, "tool"),
                part(json, "plugin", "enforcement"),
                json.get("facts") instanceof JsonObject facts ? where(facts) : "",
                part(json, "policy", "rule"),
                first(text(json, "approval"), part(json, "facts", "approval")),
                first(part(json, "plugin", "digest"), part(json, "facts", "content")),
                text(json, "intent"),
                text(json, "trace"),
                record.position().node(),
                found.cursor().toString(),
                new String(record.bytes(), StandardCharsets.UTF_8));
    }

    private static String where(JsonObject facts) {
        var bytes = facts.get("sent") instanceof JsonNumber sent && facts.get("received") instanceof JsonNumber received
                ? ", " + sent + " bytes out, " + received + " in"
                : "";
        return text(facts, "destination") + bytes;
    }

    /** A person by what the log can be asked with; the record has a commitment. */
    private static String caller(JsonObject json, Found found) {
        if (!(json.get("caller") instanceof JsonObject caller)) {
            return "";
        }
        var kind = text(caller, "kind");
        if (kind.equals("user")) {
            return found.caller();
        }
        return kind + (text(caller, "id").isEmpty() ? "" : ":" + text(caller, "id"));
    }

    private static String part(JsonObject json, String field, String name) {
        return json.get(field) instanceof JsonObject object ? text(object, name) : "";
    }

    private static String first(String one, String other) {
        return one.isEmpty() ? other : one;
    }

    private static String text(JsonObject json, String name) {
        return json.get(name) instanceof JsonString text ? text.getString() : "";
    }
}
