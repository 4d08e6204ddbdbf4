package dev.polar.plugins.responder;

import dev.polar.spi.Code;
import dev.polar.spi.Json;
import dev.polar.spi.Refusal;
import jakarta.json.bind.JsonbBuilder;
import jakarta.json.bind.JsonbException;

/** JSON bound as the host binds it. */
record FakeJson(String text) implements Json {
    @Override
    public <T> T as(Class<T> type) {
        try (var jsonb = JsonbBuilder.create()) {
            return jsonb.fromJson(text, type);
        } catch (JsonbException e) {
            throw new Refusal(Code.ARGUMENTS_INVALID, "not JSON", "");
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
