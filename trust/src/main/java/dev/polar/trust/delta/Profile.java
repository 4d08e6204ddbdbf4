package dev.polar.trust.delta;

import dev.polar.spi.PluginId;
import dev.polar.trust.admission.Format;
import dev.polar.trust.admission.Level;
import dev.polar.trust.admission.Placement;
import dev.polar.trust.key.KeyId;
import dev.polar.trust.manifest.PermissionRequest;
import dev.polar.trust.manifest.Version;
import dev.polar.trust.permission.Grant;
import dev.polar.trust.permission.SecretAccess;
import dev.polar.trust.pin.ServerOffer;
import jakarta.json.JsonObject;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What one release of a plugin may do and what agents are told by it: all that an operator approves, and nothing that
 * changes without them.
 *
 * @param signers the publisher's keys that signed
 * @param permissions sorted by their text, with the reason given for each
 * @param parts tools, skills, channels, servers and the like, by kind and name; every named kind is there
 */
public record Profile(
        PluginId plugin,
        Version version,
        int epoch,
        String publisher,
        SortedSet<KeyId> signers,
        Level level,
        Placement placement,
        Format format,
        List<PermissionRequest> permissions,
        Map<Kind, SortedMap<String, Part>> parts) {
    public Profile {
        signers = Collections.unmodifiableSortedSet(new TreeSet<>(signers));
        permissions = permissions.stream()
                .sorted(Comparator.comparing(PermissionRequest::permission))
                .toList();
        var all = new EnumMap<Kind, SortedMap<String, Part>>(Kind.class);
        for (var kind : Kind.values()) {
            if (kind.named()) {
                all.put(
                        kind,
                        Collections.unmodifiableSortedMap(new TreeMap<>(parts.getOrDefault(kind, new TreeMap<>()))));
            }
        }
        parts = Collections.unmodifiableMap(all);
    }

    /** Everything it is granted. */
    public Grant grant() {
        return Grant.of(permissions.stream().map(PermissionRequest::permission).toList());
    }

    /** What it does not start without. */
    public Grant required() {
        return Grant.of(permissions.stream()
                .filter(asked -> !asked.optional())
                .map(PermissionRequest::permission)
                .toList());
    }

    /** The operator's secrets that it uses or sees. */
    public SortedSet<String> secrets() {
        return permissions.stream()
                .flatMap(asked -> asked.permission().access() instanceof SecretAccess secret
                        ? Stream.of(secret.name())
                        : Stream.empty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Its named parts of that kind. */
    public SortedMap<String, Part> parts(Kind kind) {
        return parts.getOrDefault(kind, Collections.emptySortedMap());
    }

    /** This profile, of which no more was approved than that grant. */
    public Profile within(Grant approved) {
        var kept = permissions.stream()
                .flatMap(asked -> approved.intersect(Grant.of(List.of(asked.permission()))).permissions().stream()
                        .map(permission -> new PermissionRequest(permission, asked.reason(), asked.optional())))
                .distinct()
                .toList();
        return new Profile(plugin, version, epoch, publisher, signers, level, placement, format, kept, parts);
    }

    /** This profile with what its MCP servers said of themselves and offered. */
    public Profile offering(Collection<ServerOffer> offers) {
        return OfferProfile.add(this, offers);
    }

    /** This profile with these as its parts of that kind. */
    Profile with(Kind kind, SortedMap<String, Part> named) {
        var changed = new EnumMap<>(parts);
        changed.put(kind, named);
        return new Profile(plugin, version, epoch, publisher, signers, level, placement, format, permissions, changed);
    }

    /** The same profile for a consent's body; {@link #of} reads it. */
    public JsonObject json() {
        return ProfileJson.write(this);
    }

    /**
     * Reads what {@link #json} wrote.
     *
     * @throws RuntimeException if it is anything else: such bodies come only from statements that verified
     */
    public static Profile of(JsonObject json) {
        return ProfileJson.read(json);
    }
}
