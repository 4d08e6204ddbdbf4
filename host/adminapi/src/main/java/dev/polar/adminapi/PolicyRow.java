package dev.polar.adminapi;

/**
 * One policy that was put in force.
 *
 * @param action {@code policy.apply}, {@code policy.add} or {@code policy.rollback}
 * @param who the operators who signed
 * @param digest of the text, {@code sha256:<hex>}
 * @param added how many rules it has more than the one before; {@code removed} and {@code changed} likewise
 * @param wider whether it let more through
 */
public record PolicyRow(
        long version,
        String action,
        String who,
        String at,
        String digest,
        int rules,
        long added,
        long removed,
        long changed,
        boolean wider) {}
