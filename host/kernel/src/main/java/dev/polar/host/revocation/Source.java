package dev.polar.host.revocation;

import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.PublicKey;
import dev.polar.trust.revocation.Scope;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Somebody whose revocation list counts here. The list's sequence is bound to all of this: a name never gets other keys or
 * another place.
 *
 * @param threshold how many of the keys have to sign
 * @param location where the list is; empty if it is brought by hand
 * @param scope what it can reach
 */
public record Source(String name, List<PublicKey> keys, int threshold, String location, Scope scope) {
    public Source {
        keys = List.copyOf(keys);
    }

    /** What is signed to enrol it. */
    JsonObject json() {
        var json = StrictJson.provider();
        var listed = json.createArrayBuilder();
        keys.forEach(key -> listed.add(json.createObjectBuilder()
                .add("id", key.id().hex())
                .add("key", Base64.getEncoder().encodeToString(key.raw()))));
        var reach = json.createObjectBuilder();
        switch (scope) {
            case Scope.Publisher(var publisher) -> reach.add("publisher", publisher);
            case Scope.Namespaces(var names) ->
                reach.add(
                        "namespaces",
                        json.createArrayBuilder(names.stream().sorted().toList()));
            case Scope.Everything() -> reach.add("everything", true);
        }
        return json.createObjectBuilder()
                .add("name", name)
                .add("keys", listed)
                .add("threshold", threshold)
                .add("location", location)
                .add("scope", reach)
                .build();
    }

    static Source of(JsonObject body) {
        return new Source(
                body.getString("name"),
                body.getJsonArray("keys").getValuesAs(JsonObject.class).stream()
                        .map(key -> PublicKey.checked(Base64.getDecoder().decode(key.getString("key"))))
                        .toList(),
                body.getInt("threshold"),
                body.getString("location"),
                scope(body.getJsonObject("scope")));
    }

    private static Scope scope(JsonObject scope) {
        if (scope.containsKey("publisher")) {
            return new Scope.Publisher(scope.getString("publisher"));
        }
        if (scope.containsKey("namespaces")) {
            Set<String> names = scope.getJsonArray("namespaces").getValuesAs(JsonString.class).stream()
                    .map(JsonString::getString)
                    .collect(Collectors.toSet());
            return new Scope.Namespaces(names);
        }
        return new Scope.Everything();
    }
}
