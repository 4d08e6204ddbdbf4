package dev.polar.trust.admission;

import dev.polar.spi.PluginId;
import dev.polar.trust.key.Digest;
import dev.polar.trust.packages.Publisher;
import dev.polar.trust.revocation.Revocations;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What operators of this installation signed, verified, and what this machine can do.
 *
 * @param publishers by name
 * @param floors lowest epoch by plugin
 * @param releases content digest by {@code plugin@version}: what that version was when first seen
 * @param approvals what was consented to, by content digest
 * @param confinement why strangers' processes cannot be confined here, or empty if they can
 * @param freshness how long imported lists can be relied on
 * @param development whether this is a development installation, in which nothing has a level but {@code DEV}, or {@code
 *     REMOTE}, and nothing lasts; nowhere else does {@code DEV} exist
 */
public record TrustState(
        Map<String, Publisher> publishers,
        Revocations revocations,
        Map<PluginId, Integer> floors,
        Map<String, Digest> releases,
        Map<Digest, Approval> approvals,
        Optional<String> confinement,
        Freshness freshness,
        boolean development) {
    public TrustState {
        publishers = Map.copyOf(publishers);
        floors = Map.copyOf(floors);
        releases = Map.copyOf(releases);
        approvals = Map.copyOf(approvals);
    }

    /** Of any installation but one for development. */
    public TrustState(
            Map<String, Publisher> publishers,
            Revocations revocations,
            Map<PluginId, Integer> floors,
            Map<String, Digest> releases,
            Map<Digest, Approval> approvals,
            Optional<String> confinement,
            Freshness freshness) {
        this(publishers, revocations, floors, releases, approvals, confinement, freshness, false);
    }

    /** The same state with one more consent. */
    public TrustState approving(Approval approval) {
        var more = new HashMap<>(approvals);
        more.put(approval.content(), approval);
        return new TrustState(publishers, revocations, floors, releases, more, confinement, freshness, development);
    }

    /** The same as it was before another release of that plugin was put in this one's place: approved, and above the floor. */
    public TrustState before(PluginId plugin, Approval approval) {
        var lower = new HashMap<>(floors);
        lower.remove(plugin);
        var more = new HashMap<>(approvals);
        more.put(approval.content(), approval);
        return new TrustState(publishers, revocations, lower, releases, more, confinement, freshness, development);
    }
}
