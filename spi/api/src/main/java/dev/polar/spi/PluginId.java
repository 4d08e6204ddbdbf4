package dev.polar.spi;

import java.util.regex.Pattern;

/** A plugin's name, {@code namespace.name}: lower-case segments joined by dots, at least one dot, at most 64 characters. */
public record PluginId(String name) implements Comparable<PluginId> {
    private static final Pattern FORM = Pattern.compile("[a-z0-9](-?[a-z0-9])*(\\.[a-z0-9](-?[a-z0-9])*)+");

    public PluginId {
        if (name.length() > 64 || !FORM.matcher(name).matches()) {
            throw new IllegalArgumentException("not a plugin name: '" + name + "'");
        }
    }

    /** Everything before the last dot; a publisher's binding covers exactly it. */
    public String namespace() {
        return name.substring(0, name.lastIndexOf('.'));
    }

    @Override
    public int compareTo(PluginId other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
