package dev.polar.cli.shell;

import dev.polar.adminapi.Request;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What comes with a request: whatever was said, and nothing for what was not. */
public final class With {
    private final Map<String, String> said = new TreeMap<>();

    /** Nothing, if it was not said. */
    public With and(String name, @Nullable Object value) {
        if (value != null) {
            said.put(name, value.toString());
        }
        return this;
    }

    /** With commas; none of them is nothing said. */
    public With each(String name, Collection<String> values) {
        return and(name, values.isEmpty() ? null : String.join(",", values));
    }

    public With flag(String name, boolean set) {
        return and(name, set ? "true" : null);
    }

    /** @param object what the request is about */
    public Request request(String action, String object) {
        return new Request(action, object, said);
    }
}
