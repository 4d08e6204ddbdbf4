package dev.polar.runtime.java;

import dev.polar.spi.Code;
import dev.polar.spi.Json;
import dev.polar.spi.JsonText;
import dev.polar.spi.Refusal;
import dev.polar.trust.json.Canonical;
import dev.polar.trust.json.JsonFault;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonValue;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbConfig;
import jakarta.json.bind.JsonbException;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import org.eclipse.yasson.JsonBindingProvider;

/**
 * How one generation's types become JSON and back. A {@link Jsonb} remembers every class it has seen, and with it the
 * class loader, so each generation has its own, closed with it. Binding runs code of the plugin: constructors, getters.
 */
final class Binding implements AutoCloseable {
    /** The longest JSON a plugin hands over, in bytes. */
    static final int LONGEST = 1 << 20;

    private static final StrictJson.Limits LIMITS = new StrictJson.Limits(LONGEST, 64);

    private final Jsonb jsonb = new JsonBindingProvider()
            .create()
            .withProvider(StrictJson.provider())
            .withConfig(new JsonbConfig().withAdapters(new JsonAdapter(this)))
            .build();

    /** A value of the host's, for the plugin to bind. */
    Json json(JsonValue value) {
        return new BoundJson(value, this);
    }

    /** A value of another part of the host, for the plugin to bind: it was bounded where it came in. */
    Json adopt(Json hosts) {
        var bytes = hosts.text().getBytes(StandardCharsets.UTF_8);
        return json(StrictJson.parse(bytes, new StrictJson.Limits(Math.max(1, bytes.length), 1_000)));
    }

    /**
     * Binds a value to a type of the plugin's.
     *
     * @throws Refusal {@code ARGUMENTS_INVALID}
     */
    <T> T read(JsonValue value, Class<T> type) {
        try {
            var bound = jsonb.fromJson(Canonical.text(value), type);
            if (bound != null) {
                return bound;
            }
        } catch (RuntimeException | StackOverflowError fault) {
            throw unfit(type, cause(fault));
        }
        throw unfit(type, new JsonbException("it is null"));
    }

    private static Refusal unfit(Class<?> type, Throwable fault) {
        return fault instanceof Refusal refusal
                ? refusal
                : new Refusal(
                        Code.ARGUMENTS_INVALID,
                        "the value does not bind to " + type.getSimpleName() + ": " + Blame.words(fault),
                        "");
    }

    /** A record that rejects its components says why in its own constructor; Yasson wraps that. */
    private static Throwable cause(Throwable fault) {
        for (var at = fault; at != null; at = at.getCause()) {
            if (at instanceof InvocationTargetException && at.getCause() != null) {
                return at.getCause();
            }
        }
        return fault;
    }

    /**
     * The JSON of something the plugin hands over.
     *
     * @param code what it is if it has no JSON, or too much of it
     */
    JsonValue write(Object value, Code code) {
        var out = new CappedWriter(LONGEST);
        try {
            switch (value) {
                case Json json -> out.write(json.text());
                case JsonText json -> out.write(json.text());
                default -> jsonb.toJson(value, out);
            }
            return StrictJson.parse(out.toString().getBytes(StandardCharsets.UTF_8), LIMITS);
        } catch (JsonFault fault) {
            throw new Refusal(code, "what the plugin handed over is no JSON: " + fault, "");
        } catch (Exception | StackOverflowError fault) {
            var why = out.full() ? "more than " + LONGEST + " bytes" : Blame.words(cause(fault));
            throw new Refusal(code, "what the plugin handed over does not become JSON: " + why, "");
        }
    }

    @Override
    public void close() {
        try {
            jsonb.close();
        } catch (Exception e) {
            throw new IllegalStateException("Yasson closes without fail", e);
        }
    }
}
