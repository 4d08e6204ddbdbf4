package dev.polar.trust.lock;

import dev.polar.spi.PluginId;
import dev.polar.trust.admission.Level;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * One plugin that a host has otherwise than a lock says.
 *
 * @param locked what the lock says; empty if it does not name it
 * @param found what the host has; empty if it is not installed
 */
public record Drift(PluginId plugin, Kind kind, Optional<LockedPlugin> locked, Optional<LockedPlugin> found) {
    /** How they differ. */
    public enum Kind {
        /** It is not installed. */
        MISSING,
        /** It is installed and not in the lock. */
        EXTRA,
        /** Another content is installed. */
        CONTENT,
        /** The very content runs and should not, or does not and should. */
        STATE,
        /** The very content is installed, and is trusted otherwise: nothing that is installed anew would change that. */
        TRUST;

        /** The word in what programs read. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Everything that differs, by name. A plugin that differs in more than one way is told by what weighs most. */
    public static List<Drift> between(Lock locked, Lock found) {
        var drifts = new ArrayList<Drift>();
        for (var plugin : locked.plugins()) {
            var there = found.find(plugin.name());
            kind(plugin, there)
                    .map(kind -> new Drift(plugin.name(), kind, Optional.of(plugin), there))
                    .ifPresent(drifts::add);
        }
        for (var plugin : found.plugins()) {
            if (locked.find(plugin.name()).isEmpty()) {
                drifts.add(new Drift(plugin.name(), Kind.EXTRA, Optional.empty(), Optional.of(plugin)));
            }
        }
        drifts.sort(Comparator.comparing(Drift::plugin));
        return List.copyOf(drifts);
    }

    private static Optional<Kind> kind(LockedPlugin plugin, Optional<LockedPlugin> found) {
        if (found.isEmpty()) {
            return Optional.of(Kind.MISSING);
        }
        var there = found.get();
        if (!there.content().equals(plugin.content())) {
            return Optional.of(Kind.CONTENT);
        }
        if (!differences(plugin, there).isEmpty()) {
            return Optional.of(Kind.TRUST);
        }
        return there.enabled() == plugin.enabled() ? Optional.empty() : Optional.of(Kind.STATE);
    }

    /**
     * In what else two plugins of one content differ: what was locked and what was found, by the member's name. An
     * installation signs its own packages itself, so of those the signers are nobody else's.
     */
    public static Map<String, List<String>> differences(LockedPlugin locked, LockedPlugin found) {
        var differences = new LinkedHashMap<String, List<String>>();
        compare(differences, "version", locked.version(), found.version());
        compare(differences, "publisher", locked.publisher(), found.publisher());
        compare(differences, "level", locked.level().label(), found.level().label());
        compare(differences, "provenance", LockReader.label(locked.provenance()), LockReader.label(found.provenance()));
        compare(differences, "permissions", locked.permissions(), found.permissions());
        if (locked.level() != Level.LOCAL || found.level() != Level.LOCAL) {
            compare(differences, "signers", locked.signers(), found.signers());
        }
        return differences;
    }

    private static void compare(Map<String, List<String>> differences, String member, Object locked, Object found) {
        if (!Objects.equals(locked, found)) {
            differences.put(member, List.of(locked.toString(), found.toString()));
        }
    }

    /** On one line: {@code acme.weather 1.4.0 is not installed}. */
    @Override
    public String toString() {
        return switch (kind) {
            case MISSING -> locked.orElseThrow().release() + " is not installed";
            case EXTRA -> found.orElseThrow().release() + " is installed and not in the lock";
            case CONTENT -> {
                var there = found.orElseThrow();
                var other = there.version().equals(locked.orElseThrow().version()) ? " with another content" : "";
                yield locked.orElseThrow().release() + " is locked, " + there.version() + other + " is installed";
            }
            case STATE ->
                locked.orElseThrow().release() + " is locked as " + state(locked.orElseThrow()) + " and is "
                        + state(found.orElseThrow());
            case TRUST ->
                locked.orElseThrow().release() + " is trusted otherwise: "
                        + differences(locked.orElseThrow(), found.orElseThrow());
        };
    }

    private static String state(LockedPlugin plugin) {
        return plugin.enabled() ? LockReader.ENABLED : LockReader.DISABLED;
    }
}
