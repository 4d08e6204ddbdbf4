package dev.polar.runtime;

import java.util.SortedSet;
import java.util.TreeSet;

/** What one call used so far, permissions and secrets by name, and what it was refused. Any thread may write. */
public final class Usage {
    private final SortedSet<String> permissions = new TreeSet<>();
    private final SortedSet<String> secrets = new TreeSet<>();
    private final SortedSet<String> refused = new TreeSet<>();

    public synchronized void permission(String permission) {
        permissions.add(permission);
    }

    public synchronized void secret(String name) {
        secrets.add(name);
    }

    public synchronized SortedSet<String> permissions() {
        return new TreeSet<>(permissions);
    }

    public synchronized SortedSet<String> secrets() {
        return new TreeSet<>(secrets);
    }

    /** It wanted what is not granted, or what its caller cannot give. */
    public synchronized void refused(String permission) {
        refused.add(permission);
    }

    public synchronized SortedSet<String> refused() {
        return new TreeSet<>(refused);
    }
}
