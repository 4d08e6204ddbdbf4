package dev.polar.trust.permission;

import dev.polar.trust.key.Digest;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The permissions live for one package digest.
 *
 * @param permissions sorted by their text, none twice
 */
public record Grant(List<Permission> permissions) {
    /** Nothing at all. */
    public static final Grant NONE = new Grant(List.of());

    public Grant {
        permissions = permissions.stream().distinct().sorted().toList();
    }

    /** A grant of these permissions. */
    public static Grant of(Collection<Permission> permissions) {
        return new Grant(List.copyOf(permissions));
    }

    /** Reads each as {@link Permission#parse} does. */
    public static Grant parse(Collection<String> permissions) {
        return new Grant(permissions.stream().map(Permission::parse).toList());
    }

    /** Whether one of the permissions covers it. */
    public boolean covers(Permission permission) {
        return permissions.stream().anyMatch(p -> p.covers(permission));
    }

    /** Whether each of the other's permissions is covered. */
    public boolean covers(Grant other) {
        return other.permissions.stream().allMatch(this::covers);
    }

    /** The permissions that let a use through, their limits still to be counted; none means it is not allowed. */
    public List<Permission> allowing(Access use) {
        return permissions.stream().filter(p -> p.access().covers(use)).toList();
    }

    /** What both let through. */
    public Grant intersect(Grant other) {
        var common = permissions.stream()
                .flatMap(p -> other.permissions.stream().map(p::meet).flatMap(Optional::stream))
                .distinct()
                .toList();
        return new Grant(common.stream()
                .filter(p -> common.stream().noneMatch(q -> !q.equals(p) && q.covers(p)))
                .toList());
    }

    /** Whether any of its permissions is of high risk. */
    public boolean highRisk() {
        return permissions.stream().anyMatch(Permission::highRisk);
    }

    /** Its permissions that are not of high risk. */
    public Grant lowRisk() {
        return new Grant(permissions.stream().filter(p -> !p.highRisk()).toList());
    }

    /** Its permissions of high risk alone. */
    public Grant highOnly() {
        return new Grant(permissions.stream().filter(Permission::highRisk).toList());
    }

    /** The permissions digest: over the sorted texts, each with a line feed. */
    public Digest digest() {
        var text = permissions.stream().map(p -> p + "\n").collect(Collectors.joining());
        return Digest.of(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public String toString() {
        return permissions.toString();
    }
}
