package dev.polar.host.consent;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.PublicKey;
import jakarta.json.JsonObject;
import java.util.Base64;

/** A person, or named automation, whose signature is consent. */
public record Operator(String name, PublicKey key) {

    /** {@code {"name", "key"}}, the key's 32 raw bytes in base64. */
    JsonObject json() {
        return StrictJson.provider()
                .createObjectBuilder()
                .add("name", name)
                .add("key", Base64.getEncoder().encodeToString(key.raw()))
                .build();
    }

    static Operator of(JsonObject json) {
        try {
            return new Operator(
                    json.getString("name"),
                    PublicKey.checked(Base64.getDecoder().decode(json.getString("key"))));
        } catch (NullPointerException | ClassCastException | IllegalArgumentException e) {
            throw new Refusal(Code.KEY_INVALID, "an operator has a name and a key", "polar key new --operator");
        }
    }
}
