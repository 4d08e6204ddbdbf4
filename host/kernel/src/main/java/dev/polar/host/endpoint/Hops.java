package dev.polar.host.endpoint;

import dev.polar.runtime.Call;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;

/** How many hosts a request says it has come through, in {@code _meta}. What cannot be read counts as too many. */
final class Hops {
    private static final int MANY = 1_000;

    private Hops() {}

    static int of(JsonObject meta) {
        return switch (meta.get(Call.HOPS)) {
            case null -> 0;
            case JsonString text when text.getString().matches("[0-9]{1,3}") -> Integer.parseInt(text.getString());
            case JsonNumber number
            when number.isIntegral() && number.longValue() >= 0 && number.longValue() < MANY -> number.intValue();
            default -> MANY;
        };
    }
}
