package dev.polar.cli.shell;

import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The records of the operator API and their JSON, as the host's JSON-B writes and reads them: members by component name,
 * absent ones empty, unknown ones ignored. Starting a JSON-B here would take longer than most commands do.
 */
public final class Wire {
    private Wire() {}

    /** The record in a JSON object. */
    public static <T extends Record> T read(JsonValue value, Class<T> type) {
        var object = value instanceof JsonObject found ? found : JsonValue.EMPTY_JSON_OBJECT;
        try {
            var made = type.getDeclaredConstructors()[0];
            return type.cast(made.newInstance(Arrays.stream(made.getParameters())
                    .map(parameter -> component(object, parameter))
                    .toArray()));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " cannot be made", e);
        }
    }

    /** The records in a JSON array. */
    public static <T extends Record> List<T> list(JsonValue value, Class<T> type) {
        return value instanceof JsonArray array
                ? array.stream().map(item -> read(item, type)).toList()
                : List.of();
    }

    /** The JSON object of a record. */
    public static JsonObject write(Record record) {
        var object = StrictJson.provider().createObjectBuilder();
        for (var component : record.getClass().getRecordComponents()) {
            object.add(component.getName(), json(value(record, component)));
        }
        return object.build();
    }

    private static @Nullable Object value(Record record, RecordComponent component) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(component + " cannot be read", e);
        }
    }

    private static JsonValue json(@Nullable Object value) {
        var json = StrictJson.provider();
        return switch (value) {
            case null -> JsonValue.NULL;
            case String text -> json.createValue(text);
            case Integer number -> json.createValue(number);
            case Long number -> json.createValue(number);
            case Boolean truth -> truth ? JsonValue.TRUE : JsonValue.FALSE;
            case Record record -> write(record);
            case List<?> list -> {
                var array = json.createArrayBuilder();
                list.forEach(item -> array.add(json(item)));
                yield array.build();
            }
            case Map<?, ?> map -> {
                var object = json.createObjectBuilder();
                new TreeMap<>(map).forEach((key, item) -> object.add((String) key, json(item)));
                yield object.build();
            }
            default -> throw new IllegalStateException("the operator API holds no " + value.getClass());
        };
    }

    private static Object component(JsonObject object, Parameter parameter) {
        return component(object.getOrDefault(parameter.getName(), JsonValue.NULL), parameter.getParameterizedType());
    }

    private static Object component(JsonValue value, Type type) {
        return switch (type) {
            case Class<?> plain when plain == String.class -> text(value);
            case Class<?> plain when plain == boolean.class -> value == JsonValue.TRUE;
            case Class<?> plain when plain == int.class -> value instanceof JsonNumber number ? number.intValue() : 0;
            case Class<?> plain
            when plain == long.class -> value instanceof JsonNumber number ? number.longValue() : 0L;
            case Class<?> plain when plain.isRecord() -> read(value, plain.asSubclass(Record.class));
            case ParameterizedType list
            when list.getRawType() == List.class ->
                value instanceof JsonArray array
                        ? array.stream()
                                .map(item -> component(item, list.getActualTypeArguments()[0]))
                                .toList()
                        : List.of();
            case ParameterizedType map when map.getRawType() == Map.class -> texts(value);
            default -> throw new IllegalStateException("the operator API holds no " + type);
        };
    }

    private static Map<String, String> texts(JsonValue value) {
        var map = new LinkedHashMap<String, String>();
        if (value instanceof JsonObject object) {
            object.forEach((key, item) -> map.put(key, text(item)));
        }
        return map;
    }

    private static String text(JsonValue value) {
        return value instanceof JsonString string
                ? string.getString()
                : value == JsonValue.NULL ? "" : value.toString();
    }
}
