package dev.polar.trust.audit;

import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.Digest;
import jakarta.json.JsonObject;

/** A value that is bound and not told; in a record {@code {"commitment":"<64 hex>"}}. */
public record Commitment(Digest digest) {

    /** The form in a record. */
    public JsonObject json() {
        return StrictJson.provider()
                .createObjectBuilder()
                .add("commitment", digest.hex())
                .build();
    }

    /** Whether this opening is the one that was committed to. */
    public boolean opensTo(Opening opening) {
        return opening.commitment().equals(this);
    }
}
