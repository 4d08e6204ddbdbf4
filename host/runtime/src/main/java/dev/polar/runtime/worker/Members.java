package dev.polar.runtime.worker;

import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What a message says, member by member; each is there and of its kind, or the message is {@link Garbled}. */
public record Members(JsonObject of) {
    /** An object to be written. */
    public static JsonObjectBuilder builder() {
        return StrictJson.provider().createObjectBuilder();
    }

    /** Bytes as a message holds them. */
    public static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    public static Members in(JsonValue value) {
        if (value instanceof JsonObject object) {
            return new Members(object);
        }
        throw new Garbled("something that has to be an object is none");
    }

    public boolean has(String name) {
        return of.containsKey(name);
    }

    public String text(String name) {
        return text(name, of.get(name));
    }

    private static String text(String name, JsonValue value) {
        if (value instanceof JsonString text) {
            return text.getString();
        }
        throw garbled(name);
    }

    public Optional<String> maybeText(String name) {
        return has(name) ? Optional.of(text(name)) : Optional.empty();
    }

    public long number(String name) {
        if (of.get(name) instanceof JsonNumber number && number.isIntegral()) {
            return number.longValue();
        }
        throw garbled(name);
    }

    /** A number that counts something. */
    public int count(String name) {
        return Math.clamp(number(name), Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    public boolean flag(String name) {
        var value = of.get(name);
        if (value != JsonValue.TRUE && value != JsonValue.FALSE) {
            throw garbled(name);
        }
        return value == JsonValue.TRUE;
    }

    public byte[] bytes(String name) {
        try {
            return Base64.getDecoder().decode(text(name));
        } catch (IllegalArgumentException odd) {
            throw garbled(name);
        }
    }

    public Instant moment(String name) {
        try {
            return Instant.parse(text(name));
        } catch (DateTimeException odd) {
            throw garbled(name);
        }
    }

    public Duration millis(String name) {
        return Duration.ofMillis(number(name));
    }

    public Members object(String name) {
        return in(value(name));
    }

    public JsonValue value(String name) {
        var value = of.get(name);
        if (value == null) {
            throw garbled(name);
        }
        return value;
    }

    public <T> List<T> list(String name, Function<JsonValue, T> reader) {
        if (of.get(name) instanceof JsonArray array) {
            return array.stream().map(reader).toList();
        }
        throw garbled(name);
    }

    public List<String> texts(String name) {
        return list(name, value -> text(name, value));
    }

    /** What a type of its own makes of it; what it does not take is garbled. */
    public <T> T as(String name, Function<String, T> reader) {
        try {
            return reader.apply(text(name));
        } catch (IllegalArgumentException odd) {
            throw garbled(name);
        }
    }

    private static Garbled garbled(String name) {
        return new Garbled("'" + name + "' is missing or of another kind");
    }
}
