package dev.polar.runtime;

import java.util.SortedSet;
import java.util.TreeSet;

/** What one call used so far: permissions and secrets by name. Any thread may write. */
public final class Usage {
    private final SortedSet<String> permissions = new TreeSet<>();
    private final SortedSet<String> secrets = new TreeSet<>();

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
}
