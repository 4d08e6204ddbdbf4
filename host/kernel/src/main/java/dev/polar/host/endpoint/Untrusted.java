package dev.polar.host.endpoint;

import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;

/** Says of what is passed on that it is a stranger's word, which nobody vouches for. */
final class Untrusted {
    /** {@code _meta} of it. */
    static final JsonObject META = StrictJson.provider()
            .createObjectBuilder()
            .add("dev.polar/untrusted", true)
            .build();

    private Untrusted() {}

    /** The same, marked. */
    static JsonObjectBuilder mark(JsonObjectBuilder said) {
        return said.add("_meta", META);
    }
}
