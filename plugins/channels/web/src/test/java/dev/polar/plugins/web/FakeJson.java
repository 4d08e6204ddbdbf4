package dev.polar.plugins.web;

import dev.polar.spi.Code;
import dev.polar.spi.Json;
import dev.polar.spi.Refusal;
import jakarta.json.bind.JsonbBuilder;

/** JSON bound as the host binds it. */
record FakeJson(String text) implements Json {
    @Override
    public <T> T as(Class<T> type) {
        try (var jsonb = JsonbBuilder.create()) {
            var bound = jsonb.fromJson(text, type);
            if (bound == null) {
                throw new Refusal(Code.ARGUMENTS_INVALID, "the value is null", "");
            }
            return bound;
        } catch (Refusal refusal) {
            throw refusal;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
