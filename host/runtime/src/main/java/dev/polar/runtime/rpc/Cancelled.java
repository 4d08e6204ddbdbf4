package dev.polar.runtime.rpc;

import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonObject;

/** The parameters of {@code notifications/cancelled}. */
public final class Cancelled {
    private Cancelled() {}

    public static JsonObject params(long request, String reason) {
        return StrictJson.provider()
                .createObjectBuilder()
                .add("requestId", request)
                .add("reason", reason)
                .build();
    }
}
