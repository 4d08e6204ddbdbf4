package dev.polar.host.lifecycle;

import dev.polar.trust.json.Canonical;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.pin.ServerOffer;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** Approved offers as the content store keeps them: canonical JSON, under the digest that the operator signed. */
final class OfferText {
    private static final StrictJson.Limits LIMITS = new StrictJson.Limits(64 << 20, 128);

    private OfferText() {}

    static byte[] write(List<ServerOffer> offers) {
        var list = StrictJson.provider().createArrayBuilder();
        for (var offer : offers) {
            var json = StrictJson.provider()
                    .createObjectBuilder()
                    .add("server", offer.server())
                    .add("info", offer.info())
                    .add("tools", StrictJson.provider().createArrayBuilder(offer.tools()));
            offer.origin().ifPresent(origin -> json.add("origin", origin));
            offer.instructions().ifPresent(text -> json.add("instructions", text));
            list.add(json);
        }
        return Canonical.bytes(list.build());
    }

    static List<ServerOffer> read(byte[] text) {
        return ((JsonArray) StrictJson.parse(text, LIMITS))
                .getValuesAs(JsonObject.class).stream()
                        .map(json -> ServerOffer.of(
                                json.getString("server"),
                                Optional.ofNullable(json.getString("origin", null)),
                                json.getJsonObject("info"),
                                Optional.ofNullable(json.getString("instructions", null)),
                                json.getJsonArray("tools")))
                        .toList();
    }
}
