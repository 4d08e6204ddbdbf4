package dev.polar.host.endpoint;

import dev.polar.runtime.rpc.Wire;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which changes a stream tells.
 *
 * @param addresses of which it wants to hear, in the revision where a stream says so
 * @param subscription what the stream was asked for with, in the revision where all that is in it names that
 */
record Wanted(
        boolean tools, boolean prompts, boolean resources, List<String> addresses, Optional<JsonValue> subscription) {
    private static final String ID = "io.modelcontextprotocol/subscriptionId";

    /** Everything, as the revisions with a handshake have it. */
    static final Wanted ALL = new Wanted(true, true, true, List.of(), Optional.empty());

    /** @throws McpFault if it does not say what it wants */
    static Wanted of(McpRequest request) {
        if (!(request.params().get("notifications") instanceof JsonObject filter)) {
            throw McpFault.params("'notifications' is missing or not an object");
        }
        return new Wanted(
                filter.get("toolsListChanged") == JsonValue.TRUE,
                filter.get("promptsListChanged") == JsonValue.TRUE,
                filter.get("resourcesListChanged") == JsonValue.TRUE,
                addresses(filter.get("resourceSubscriptions")),
                Optional.of(request.id()));
    }

    private static List<String> addresses(@Nullable JsonValue said) {
        return switch (said) {
            case null -> List.of();
            case JsonArray some
            when some.stream().allMatch(JsonString.class::isInstance) ->
                some.getValuesAs(JsonString::getString).stream().distinct().toList();
            default -> throw McpFault.params("'resourceSubscriptions' is not an array of addresses");
        };
    }

    /**
     * What is said first: which of them are told here.
     *
     * @param agreed those of the addresses that are
     */
    byte[] acknowledged(List<String> agreed) {
        var filter = StrictJson.provider().createObjectBuilder();
        if (tools) {
            filter.add("toolsListChanged", true);
        }
        if (prompts) {
            filter.add("promptsListChanged", true);
        }
        if (resources) {
            filter.add("resourcesListChanged", true);
        }
        if (!agreed.isEmpty()) {
            filter.add("resourceSubscriptions", StrictJson.provider().createArrayBuilder(agreed));
        }
        return Wire.notification(
                "notifications/subscriptions/acknowledged",
                StrictJson.provider()
                        .createObjectBuilder()
                        .add("notifications", filter)
                        .add("_meta", meta())
                        .build());
    }

    /** What is told of a change. */
    List<byte[]> changes(Visible before, Visible now) {
        var all = new ArrayList<byte[]>();
        if (tools && !before.tools().equals(now.tools())) {
            all.add(changed("tools"));
        }
        if (prompts && !before.prompts().equals(now.prompts())) {
            all.add(changed("prompts"));
        }
        if (resources && !before.resources().equals(now.resources())) {
            all.add(changed("resources"));
        }
        return all;
    }

    private byte[] changed(String what) {
        return Wire.notification("notifications/" + what + "/list_changed", params().build());
    }

    /** What is told of a change at an address. */
    byte[] updated(String uri) {
        return Wire.notification(
                "notifications/resources/updated", params().add("uri", uri).build());
    }

    private JsonObjectBuilder params() {
        var params = StrictJson.provider().createObjectBuilder();
        return subscription.isPresent() ? params.add("_meta", meta()) : params;
    }

    /** {@code _meta} of all that is said in the stream. */
    JsonObject meta() {
        var meta = StrictJson.provider().createObjectBuilder();
        subscription.ifPresent(id -> meta.add(ID, id));
        return meta.build();
    }
}
