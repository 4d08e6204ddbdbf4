package dev.polar.trust.permission;

import java.util.Optional;

/**
 * One allowed thing: an access, perhaps limited in how often. Written
 * {@code area.verb(selector)} or {@code area.verb(selector) limit N/unit}; the text is read strictly, never normalised,
 * and {@link #toString} gives back exactly what was read.
 */
public record Permission(Access access, Optional<Limit> limit) implements Comparable<Permission> {
    /** The access without a limit. */
    public Permission(Access access) {
        this(access, Optional.empty());
    }

    /**
     * Reads a permission.
     *
     * @throws dev.polar.spi.Refusal {@code PERMISSION_INVALID} with details {@code permission}, {@code position}
     *     (counted from 1) and {@code rule}, and the nearest valid form as hint
     */
    public static Permission parse(String text) {
        return PermissionText.read(text);
    }

    /** Whether this lets through all that the other lets through: the order of permissions, by meaning. */
    public boolean covers(Permission other) {
        return meet(other).filter(other::equals).isPresent();
    }

    /** A permission that both cover: the widest one, save that of two limits neither of which covers the other. */
    public Optional<Permission> meet(Permission other) {
        return access.meet(other.access).map(both -> new Permission(both, Limit.meet(limit, other.limit)));
    }

    /** Whether an approval of it runs out after 90 days and chats cannot give it. */
    public boolean highRisk() {
        return access.highRisk();
    }

    @Override
    public int compareTo(Permission other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return access.text() + limit.map(l -> " limit " + l).orElse("");
    }
}
