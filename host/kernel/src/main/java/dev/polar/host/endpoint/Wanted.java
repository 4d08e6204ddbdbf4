package dev.polar.host.endpoint;

import dev.polar.runtime.rpc.Wire;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which changes a stream tells.
 *
 * @param subscription what the stream was asked for with, in the revision where all that is in it names that
 */
record Wanted(boolean tools, boolean prompts, boolean resources, Optional<JsonValue> subscription) {
    private static final String ID = "io.modelcontextprotocol/subscriptionId";

    /** Everything, as the revisions with a handshake have it. */
    static final Wanted ALL = new Wanted(true, true, true, Optional.empty());

    /** @throws McpFault if it does not say what it wants */
    static Wanted of(McpRequest request) {
        if (!(request.params().get("notifications") instanceof JsonObject filter)) {
            throw McpFault.params("'notifications' is missing or not an object");
        }
        return new Wanted(
                filter.get("toolsListChanged") == JsonValue.TRUE,
                filter.get("promptsListChanged") == JsonValue.TRUE,
                filter.get("resourcesListChanged") == JsonValue.TRUE,
                Optional.of(request.id()));
    }

    /** What is said first: which of them are told here. */
    byte[] acknowledged() {
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
        var params = subscription.isPresent()
                ? StrictJson.provider()
                        .createObjectBuilder()
                        .add("_meta", meta())
                        .build()
                : JsonValue.EMPTY_JSON_OBJECT;
        return Wire.notification("notifications/" + what + "/list_changed", params);
    }

    /** {@code _meta} of all that is said in the stream. */
    JsonObject meta() {
        var meta = StrictJson.provider().createObjectBuilder();
        subscription.ifPresent(id -> meta.add(ID, id));
        return meta.build();
    }
}
