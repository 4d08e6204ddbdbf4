package dev.polar.trust.audit.bundle;

import dev.polar.trust.audit.Checkpoint;
import dev.polar.trust.audit.Damage;
import java.util.Locale;
import java.util.Set;

/** What {@link BundleVerifier} found. */
public sealed interface BundleVerdict {
    /** Every file is what the log's key signed, and every record stands in the log. */
    record Proven(BundleManifest manifest, Checkpoint checkpoint) implements BundleVerdict {}

    /** The same, but whoever made the bundle may have made the key: none was given from outside. */
    record OriginNotProven(BundleManifest manifest, Checkpoint checkpoint) implements BundleVerdict {}

    /**
     * Everything holds under the log's key, but not enough witnesses of the policy signed its checkpoint.
     *
     * @param signers those that did, as the policy names them
     */
    record Unwitnessed(BundleManifest manifest, Checkpoint checkpoint, Set<String> signers) implements BundleVerdict {}

    /**
     * It is not what was made.
     *
     * @param why a sentence
     */
    record Damaged(Damage kind, String why) implements BundleVerdict {}

    /** The line that says so, as {@code polar audit bundle verify} prints it. */
    default String line() {
        return switch (this) {
            case Proven proven -> "OK " + holds(proven.manifest());
            case OriginNotProven only -> "CONSISTENT, ORIGIN NOT PROVEN " + holds(only.manifest());
            case Unwitnessed few -> "UNWITNESSED " + holds(few.manifest());
            case Damaged damaged -> "DAMAGED " + damaged.kind().name().toLowerCase(Locale.ROOT) + ": " + damaged.why();
        };
    }

    private static String holds(BundleManifest manifest) {
        return "bundle of " + manifest.count() + (manifest.count() == 1 ? " record" : " records") + " of "
                + manifest.origin() + ", made " + manifest.made();
    }
}
