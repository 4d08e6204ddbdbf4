package dev.polar.trust.container;

import java.util.List;
import java.util.Map;

/**
 * One clause of an OSGi manifest header (OSGi Core 8, section 1.3.2): {@code a.b;a.c;version="1.2";uses:="x"}.
 *
 * @param names the paths before the first parameter: packages or bundles, at least one
 * @param attributes {@code key=value}, keys with their type where they have one ({@code version:Version}), in order
 * @param directives {@code key:=value}, in order
 */
public record HeaderClause(List<String> names, Map<String, String> attributes, Map<String, String> directives) {
    /** The clause as every parser reads it: values quoted, nothing to trim. */
    @Override
    public String toString() {
        var out = new StringBuilder(String.join(";", names));
        attributes.forEach((key, value) ->
                out.append(';').append(key).append("=\"").append(value).append('"'));
        directives.forEach((key, value) ->
                out.append(';').append(key).append(":=\"").append(value).append('"'));
        return out.toString();
    }
}
