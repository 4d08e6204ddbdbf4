package dev.polar.host.consent;

import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.Digest;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Somebody whose key consents to nothing new. Exactly the statements that counted when they went still count, by digest:
 * whoever has the key later cannot sign a past for it, not even with the database in hand.
 *
 * @param kept digests of the statements that count
 * @param voided digests of those that did, until the key was found to be stolen
 */
record FormerOperator(Operator operator, Set<Digest> kept, Set<Digest> voided) {
    FormerOperator {
        kept = Set.copyOf(kept);
        voided = Set.copyOf(voided);
    }

    /** The same, without what turned out to be a thief's. */
    FormerOperator without(Set<Digest> stolen) {
        var still = new HashSet<>(kept);
        var lost = new HashSet<>(voided);
        kept.stream().filter(stolen::contains).forEach(lost::add);
        still.removeAll(stolen);
        return new FormerOperator(operator, still, lost);
    }

    JsonObject json() {
        return StrictJson.provider()
                .createObjectBuilder(operator.json())
                .add("kept", StrictJson.provider().createArrayBuilder(texts(kept)))
                .add("void", StrictJson.provider().createArrayBuilder(texts(voided)))
                .build();
    }

    static FormerOperator of(JsonObject json) {
        return new FormerOperator(Operator.of(json), digests(json, "kept"), digests(json, "void"));
    }

    static Set<Digest> digests(JsonObject json, String name) {
        return json.getJsonArray(name).getValuesAs(JsonString.class).stream()
                .map(text -> Digest.parse(text.getString()))
                .collect(Collectors.toSet());
    }

    static Set<String> texts(Set<Digest> digests) {
        return digests.stream().map(Digest::toString).collect(Collectors.toCollection(TreeSet::new));
    }
}
