package dev.polar.host.endpoint;

import dev.polar.spi.Refusal;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.spi.JsonProvider;
import java.util.Map;

/** A refusal as agents see it: an answer that they can read and act upon. */
final class ShownRefusal {
    private static final JsonProvider JSON = StrictJson.provider();

    private ShownRefusal() {}

    /** A tool's result that says so. */
    static JsonObjectBuilder result(Refusal why) {
        return JSON.createObjectBuilder()
                .add(
                        "content",
                        JSON.createArrayBuilder()
                                .add(JSON.createObjectBuilder()
                                        .add("type", "text")
                                        .add("text", sentence(why))))
                .add("isError", true)
                .add("_meta", described(why));
    }

    /** In one sentence. */
    static String sentence(Refusal why) {
        return why.code() + ": " + why.getMessage() + (why.hint().isEmpty() ? "" : ". Next: " + why.hint());
    }

    /** For programs. */
    static JsonObject described(Refusal why) {
        var details = JSON.createObjectBuilder();
        why.details().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(detail -> details.add(detail.getKey(), detail.getValue()));
        return JSON.createObjectBuilder()
                .add(
                        "dev.polar/refusal",
                        JSON.createObjectBuilder()
                                .add("code", why.code().name())
                                .add("message", why.getMessage())
                                .add("hint", why.hint())
                                .add("details", details))
                .build();
    }
}
