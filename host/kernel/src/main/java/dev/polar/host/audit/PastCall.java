package dev.polar.host.audit;

import dev.polar.trust.audit.Opening;
import dev.polar.trust.json.JsonFault;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What was decided of one call.
 *
 * @param said the record, with what its commitments hide in their place as far as it was not erased
 * @param opened the fields that are there for that reason, as JSON Pointers
 * @param ended the record of its outcome, as it is, if it was asked for and there is one
 */
public record PastCall(JsonObject said, Set<String> opened, Optional<JsonObject> ended) {
    private static final JsonProvider JSON = StrictJson.provider();
    private static final StrictJson.Limits LIMITS = StrictJson.Limits.bytes(2 << 20);

    public PastCall {
        opened = Set.copyOf(opened);
    }

    /** Outer fields first: an inner one may be in what an outer one hides. */
    static PastCall of(JsonObject record, List<Opening> openings, Optional<JsonObject> ended) {
        var said = record;
        var opened = new HashSet<String>();
        for (var opening : openings.stream()
                .sorted(Comparator.comparingInt(one -> one.field().split("/").length))
                .toList()) {
            try {
                said = JSON.createPointer(opening.field()).replace(said, value(opening));
                opened.add(opening.field());
            } catch (JsonException | JsonFault elsewhere) {
                // it stays a commitment, as if it had been erased
            }
        }
        return new PastCall(said, opened, ended);
    }

    /** A whole field is hidden as its canonical JSON, what is inside one as its text. */
    private static JsonValue value(Opening opening) {
        return opening.field().lastIndexOf('/') == 0
                ? StrictJson.parse(opening.value(), LIMITS)
                : JSON.createValue(new String(opening.value(), StandardCharsets.UTF_8));
    }

    /** When it was recorded. */
    public Instant time() {
        return Instant.parse(said.getString("time"));
    }

    /** The id it shares with its outcome. */
    public String intent() {
        return said.get("intent") instanceof JsonString intent ? intent.getString() : "";
    }
}
