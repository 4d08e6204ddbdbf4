package dev.polar.host.offer;

import dev.polar.trust.json.Canonical;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.pin.Feature;
import dev.polar.trust.pin.ServerOffer;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Approved offers as the content store keeps them: canonical JSON, under the digest that the operator signed, with which of
 * their skills agents may have.
 */
public final class OfferText {
    private static final StrictJson.Limits LIMITS = new StrictJson.Limits(64 << 20, 128);

    private static final String ABLE = "able";

    private OfferText() {}

    public static byte[] write(List<ServerOffer> offers) {
        var list = StrictJson.provider().createArrayBuilder();
        for (var offer : offers) {
            var json = StrictJson.provider()
                    .createObjectBuilder()
                    .add("server", offer.server())
                    .add("info", offer.info());
            for (var feature : Feature.values()) {
                // A list that is empty says nothing, and the digest of one without it is that of earlier approvals.
                if (feature == Feature.TOOL || !offer.all(feature).isEmpty()) {
                    json.add(feature.member(), StrictJson.provider().createArrayBuilder(offer.all(feature)));
                }
            }
            if (!offer.taken().isEmpty()) {
                json.add("taken", StrictJson.provider().createArrayBuilder(offer.taken()));
            }
            offer.origin().ifPresent(origin -> json.add("origin", origin));
            offer.instructions().ifPresent(text -> json.add("instructions", text));
            offer.able()
                    .ifPresent(able -> json.add(ABLE, StrictJson.provider().createArrayBuilder(new TreeSet<>(able))));
            list.add(json);
        }
        return Canonical.bytes(list.build());
    }

    public static List<ServerOffer> read(byte[] text) {
        return ((JsonArray) StrictJson.parse(text, LIMITS))
                .getValuesAs(JsonObject.class).stream().map(OfferText::read).toList();
    }

    private static ServerOffer read(JsonObject json) {
        var offer = ServerOffer.of(
                        json.getString("server"),
                        Optional.ofNullable(json.getString("origin", null)),
                        json.getJsonObject("info"),
                        Optional.ofNullable(json.getString("instructions", null)),
                        Map.of(
                                Feature.TOOL, listed(json, Feature.TOOL),
                                Feature.PROMPT, listed(json, Feature.PROMPT),
                                Feature.TEMPLATE, listed(json, Feature.TEMPLATE),
                                Feature.SKILL, listed(json, Feature.SKILL)))
                .taking(taken(json));
        // Approvals of before say nothing of it.
        return json.containsKey(ABLE)
                ? offer.able(json.getJsonArray(ABLE).getValuesAs(JsonString.class).stream()
                        .map(JsonString::getString)
                        .collect(Collectors.toSet()))
                : offer;
    }

    private static List<String> taken(JsonObject json) {
        return json.containsKey("taken") ? json.getJsonArray("taken").getValuesAs(JsonString::getString) : List.of();
    }

    private static JsonArray listed(JsonObject json, Feature feature) {
        return json.containsKey(feature.member()) ? json.getJsonArray(feature.member()) : JsonValue.EMPTY_JSON_ARRAY;
    }
}
