package dev.polar.host.audit;

import dev.polar.host.store.MasterKey;
import dev.polar.trust.audit.AuditRecord;
import dev.polar.trust.audit.Opening;
import dev.polar.trust.audit.UnplacedRecord;
import dev.polar.trust.json.Canonical;
import dev.polar.trust.json.JsonTexts;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A draft ready for its place: secrets masked, personal and oversized values replaced by commitments with fresh salts.
 *
 * @param columns what the log can be asked by; a personal caller enters as a pseudonym
 */
record Prepared(UnplacedRecord record, List<Opening> openings, Columns columns) {
    private static final JsonProvider JSON = StrictJson.provider();

    record Columns(
            String category,
            String action,
            String stage,
            Optional<String> intent,
            Optional<String> decision,
            Optional<String> plugin,
            Optional<String> callerKind,
            Optional<String> caller,
            Optional<String> trace,
            Optional<String> approval) {
        /** A column of PostgreSQL cannot hold U+0000; the record itself can. */
        @Nullable
        String column(Optional<String> value) {
            return value.map(text -> text.replace('\0', '\ufffd')).orElse(null);
        }
    }

    static Prepared of(Draft draft, Masking masking, MasterKey key, String node, String boot) {
        var openings = new ArrayList<Opening>();
        var said = new LinkedHashMap<String, JsonValue>();
        draft.said().forEach((field, value) -> said.put(field, JsonTexts.mapStrings(value, masking::masked)));
        draft.hidden().forEach((pointer, value) -> {
            var opening = opening(pointer, masking.masked(value));
            openings.add(opening);
            place(said, pointer, opening.commitment().json());
        });
        var record = UnplacedRecord.of(node, boot, said);
        while (record.size() > AuditRecord.MOST_BYTES) {
            hideLargest(said, openings);
            record = UnplacedRecord.of(node, boot, said);
        }
        return new Prepared(record, List.copyOf(openings), columns(draft, masking, key));
    }

    /** Hides the largest field, so that what is left may fit into a record. */
    private static void hideLargest(Map<String, JsonValue> said, List<Opening> openings) {
        var largest = said.entrySet().stream()
                .max(Comparator.comparingInt(field -> bytes(Canonical.text(field.getValue())).length))
                .orElseThrow();
        var opening = opening("/" + largest.getKey(), Canonical.text(largest.getValue()));
        JsonValue commitment = opening.commitment().json();
        openings.add(opening);
        said.put(
                largest.getKey(),
                largest.getValue() instanceof JsonArray
                        ? JSON.createArrayBuilder().add(commitment).build()
                        : commitment);
    }

    private static void place(Map<String, JsonValue> said, String pointer, JsonValue value) {
        var field = pointer.substring(1).split("/", 2)[0];
        if (pointer.length() == field.length() + 1) {
            said.put(field, value);
        } else {
            var rest = JSON.createPointer(pointer.substring(field.length() + 1));
            said.put(
                    field,
                    switch (said.get(field)) {
                        case JsonObject object -> rest.replace(object, value);
                        case JsonArray array -> rest.replace(array, value);
                        case JsonValue other ->
                            throw new IllegalStateException(pointer + " points into " + other.getValueType());
                    });
        }
    }

    private static Columns columns(Draft draft, Masking masking, MasterKey key) {
        var personal = draft.hidden().containsKey("/caller/id");
        var caller = draft.said("caller", "id").map(masking::masked);
        return new Columns(
                draft.said("category").orElseThrow(),
                draft.said("action").orElseThrow(),
                draft.said("stage").orElseThrow(),
                draft.said("intent").map(masking::masked),
                draft.said("decision"),
                draft.said("plugin", "name").map(masking::masked),
                draft.said("caller", "kind"),
                personal ? caller.map(id -> pseudonym(key, id)) : caller,
                draft.said("trace").map(masking::masked).map(Prepared::traceId),
                draft.said("approval").or(() -> draft.said("facts", "approval")).map(masking::masked));
    }

    /** What stands in the caller column for a person. */
    static String pseudonym(MasterKey key, String caller) {
        return "user:" + key.pseudonym("audit caller", caller);
    }

    /** The trace id of a W3C {@code traceparent}, {@code version-traceid-spanid-flags}; anything else is itself. */
    static String traceId(String traceparent) {
        var parts = traceparent.split("-");
        return parts.length >= 4 ? parts[1] : traceparent;
    }

    private static Opening opening(String pointer, String value) {
        return Opening.of(pointer, bytes(value));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
