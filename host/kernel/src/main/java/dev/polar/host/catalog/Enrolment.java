package dev.polar.host.catalog;

import dev.polar.host.consent.Consented;
import dev.polar.trust.admission.Level;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.PublicKey;
import dev.polar.trust.packages.FormerKeys;
import dev.polar.trust.packages.Publisher;
import dev.polar.trust.packages.Reviewer;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.util.Base64;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A publisher or reviewer as an operator enrolled it.
 *
 * @param reviewer whether its signature is a review and no publication
 * @param threshold how many of the keys must sign
 * @param beside owners of neighbouring namespaces that the operator named
 */
public record Enrolment(
        String name,
        boolean reviewer,
        List<PublicKey> keys,
        int threshold,
        SortedSet<String> namespaces,
        Level level,
        SortedSet<String> beside) {

    /** The same with other keys. */
    Enrolment with(List<PublicKey> others, int needed) {
        return new Enrolment(name, reviewer, others, needed, namespaces, level, beside);
    }

    /** The same at another level. */
    Enrolment at(Level other) {
        return new Enrolment(name, reviewer, keys, threshold, namespaces, other, beside);
    }

    /** Whether that is a level that an operator can give. */
    boolean isGivable() {
        return level == Level.COMMUNITY || level == Level.VERIFIED;
    }

    JsonObject json() {
        var listed = StrictJson.provider().createArrayBuilder();
        for (var key : keys) {
            listed.add(StrictJson.provider()
                    .createObjectBuilder()
                    .add("id", key.id().hex())
                    .add("key", Base64.getEncoder().encodeToString(key.raw())));
        }
        return StrictJson.provider()
                .createObjectBuilder()
                .add("name", name)
                .add("role", reviewer ? "reviewer" : "publisher")
                .add("keys", listed)
                .add("threshold", threshold)
                .add("namespaces", StrictJson.provider().createArrayBuilder(namespaces))
                .add("level", level.label())
                .add("beside", StrictJson.provider().createArrayBuilder(beside))
                .build();
    }

    static Enrolment of(Consented consent) {
        var body = consent.body();
        return new Enrolment(
                body.getString("name"),
                body.getString("role").equals("reviewer"),
                body.getJsonArray("keys").getValuesAs(JsonObject.class).stream()
                        .map(key -> PublicKey.checked(Base64.getDecoder().decode(key.getString("key"))))
                        .toList(),
                body.getInt("threshold"),
                texts(body, "namespaces"),
                Level.labelled(body.getString("level")).orElseThrow(),
                texts(body, "beside"));
    }

    Publisher publisher(List<FormerKeys> former) {
        return new Publisher(name, keys, threshold, namespaces, level, former);
    }

    Reviewer asReviewer() {
        return new Reviewer(name, keys, namespaces);
    }

    private static SortedSet<String> texts(JsonObject body, String name) {
        return body.getJsonArray(name).getValuesAs(JsonString.class).stream()
                .map(JsonString::getString)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
