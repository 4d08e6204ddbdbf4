package dev.polar.host.admin;

import dev.polar.runtime.Enforcement;
import dev.polar.runtime.child.Cage;
import dev.polar.runtime.child.Confinement;
import dev.polar.trust.admission.Format;
import dev.polar.trust.admission.Placement;
import java.util.Optional;

/**
 * What holds plugins on this machine now.
 *
 * @param confinement from the probe that decides whether they may start
 */
public record Holds(Confinement confinement) {
    /** In few words, for {@code polar status}. */
    public String word() {
        return switch (confinement) {
            case Confinement.Available held -> held.enforcement().label();
            case Confinement.Missing(var why) -> "missing: " + why;
        };
    }

    /** What records would say of it; empty if it could not start. */
    Optional<String> enforcement(Format format, Placement placement) {
        if (format == Format.SKILL) {
            return Optional.of(Enforcement.MEDIATED.label());
        }
        return switch (placement) {
            case HOST -> Optional.of(Enforcement.DECLARED.label());
            case REMOTE -> Optional.of(Enforcement.MEDIATED.label());
            case CONFINED ->
                confinement instanceof Confinement.Available held
                        ? Optional.of(held.enforcement().label())
                        : Optional.empty();
        };
    }

    /** The same as it is said beside where the code runs. */
    String note(Format format, Placement placement) {
        if (format == Format.SKILL) {
            return "texts only: nothing of it runs";
        }
        return switch (placement) {
            case HOST -> "with the broker alone between it and this machine (" + Enforcement.DECLARED.label() + ")";
            case REMOTE -> "its code cannot be attested, its results are untrusted text";
            case CONFINED ->
                switch (confinement) {
                    case Confinement.Available held ->
                        memory() + " (" + held.enforcement().label() + ")";
                    case Confinement.Missing(var why) -> "which this machine cannot give: " + why;
                };
        };
    }

    private static String memory() {
        long mebibytes = Cage.Limits.DEFAULT.memoryBytes() >> 20;
        return mebibytes % 1_024 == 0 ? mebibytes / 1_024 + " GiB" : mebibytes + " MiB";
    }
}
