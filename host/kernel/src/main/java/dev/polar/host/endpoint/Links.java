package dev.polar.host.endpoint;

import dev.polar.runtime.Target;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.util.function.Supplier;

/** Links to resources in answers of tools say whose they are, where their address alone does not. */
final class Links {
    private static final JsonProvider JSON = StrictJson.provider();

    private Links() {}

    /** @param addresses as the client sees them, which is only asked if there are links */
    static JsonArray in(JsonArray content, Supplier<Addresses> addresses, Target tool) {
        if (content.stream().noneMatch(Links::is)) {
            return content;
        }
        var now = addresses.get();
        var linked = JSON.createArrayBuilder();
        content.forEach(block -> linked.add(is(block) ? whole(block.asJsonObject(), now, tool) : block));
        return linked.build();
    }

    private static JsonObject whole(JsonObject link, Addresses addresses, Target tool) {
        return JSON.createObjectBuilder(link)
                .add("uri", addresses.linked(tool, link.getString("uri")))
                .build();
    }

    private static boolean is(JsonValue block) {
        return block instanceof JsonObject object
                && "resource_link".equals(object.getString("type", ""))
                && object.get("uri") instanceof JsonString;
    }
}
