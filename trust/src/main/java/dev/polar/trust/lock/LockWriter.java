package dev.polar.trust.lock;

import dev.polar.trust.json.Canonical;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Iterator;
import java.util.function.Consumer;

/** Writes a lock: members in one order, two spaces a level, a line for each member and element. */
final class LockWriter {
    private LockWriter() {}

    static byte[] bytes(Lock lock) {
        var plugins = StrictJson.provider().createArrayBuilder();
        lock.plugins().forEach(plugin -> plugins.add(json(plugin)));
        var json = StrictJson.provider()
                .createObjectBuilder()
                .add("lock", Lock.FORMAT)
                .add("plugins", plugins)
                .build();
        var out = new StringBuilder();
        write(json, "", out);
        return out.append('\n').toString().getBytes(StandardCharsets.UTF_8);
    }

    private static JsonObject json(LockedPlugin plugin) {
        var json = StrictJson.provider()
                .createObjectBuilder()
                .add("name", plugin.name().name())
                .add("version", plugin.version().toString())
                .add("state", plugin.enabled() ? LockReader.ENABLED : LockReader.DISABLED)
                .add("content", plugin.content().toString())
                .add("file", plugin.file().toString())
                .add("publisher", plugin.publisher())
                .add("signers", texts(plugin.signers()))
                .add("level", plugin.level().label())
                .add("provenance", LockReader.label(plugin.provenance()))
                .add("permissions", plugin.permissions().toString())
                .add("requires", texts(plugin.requires()));
        plugin.source().ifPresent(source -> json.add("source", source));
        return json.build();
    }

    private static JsonArray texts(Collection<?> items) {
        var array = StrictJson.provider().createArrayBuilder();
        items.forEach(item -> array.add(item.toString()));
        return array.build();
    }

    private static void write(JsonValue value, String indent, StringBuilder out) {
        switch (value) {
            case JsonObject object
            when !object.isEmpty() ->
                lines(object.entrySet().iterator(), "{", "}", indent, out, member -> {
                    out.append(Canonical.text(StrictJson.provider().createValue(member.getKey())))
                            .append(": ");
                    write(member.getValue(), indent + "  ", out);
                });
            case JsonArray array
            when !array.isEmpty() ->
                lines(array.iterator(), "[", "]", indent, out, element -> write(element, indent + "  ", out));
            default -> out.append(Canonical.text(value));
        }
    }

    private static <T> void lines(
            Iterator<T> items, String open, String close, String indent, StringBuilder out, Consumer<T> each) {
        out.append(open);
        while (items.hasNext()) {
            out.append('\n').append(indent).append("  ");
            each.accept(items.next());
            out.append(items.hasNext() ? "," : "");
        }
        out.append('\n').append(indent).append(close);
    }
}
