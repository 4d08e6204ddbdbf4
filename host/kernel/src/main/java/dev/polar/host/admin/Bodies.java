package dev.polar.host.admin;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.json.JsonFault;
import dev.polar.trust.json.StrictJson;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.json.bind.JsonbException;
import java.nio.charset.StandardCharsets;

/** JSON-B at the border: strictly read first, then bound to the records of the operator API. */
final class Bodies {
    private static final Jsonb JSONB = JsonbBuilder.create();

    private Bodies() {}

    static <T> T read(byte[] bytes, Class<T> type) {
        try {
            StrictJson.object(bytes, StrictJson.Limits.bytes(16 << 20));
            return JSONB.fromJson(new String(bytes, StandardCharsets.UTF_8), type);
        } catch (JsonFault | JsonbException e) {
            throw new Refusal(
                    Code.REQUEST_INVALID,
                    "not a " + type.getSimpleName() + ": " + e.getMessage(),
                    "use the 'polar' of the same version as the host");
        }
    }

    static byte[] write(Object answer) {
        return JSONB.toJson(answer).getBytes(StandardCharsets.UTF_8);
    }
}
