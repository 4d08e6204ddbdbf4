package dev.polar.host.admin;

import dev.polar.adminapi.Check;
import dev.polar.runtime.Enforcement;
import dev.polar.runtime.child.Confinement;
import java.util.List;

/**
 * What {@code polar doctor} says of confined processes.
 *
 * @param groups which limits hold for a process with all it starts, in words
 * @param unlimited what there is no such limit of: {@code memory}, {@code pids}
 * @param root whether the host runs as root, for whom the kernel counts no processes otherwise
 */
record CageChecks(Confinement confinement, String groups, List<String> unlimited, boolean root) {
    private static final String DELEGATED = "systemd-run --user --scope -p Delegate=yes polar up";

    List<Check> all() {
        return switch (confinement) {
            case Confinement.Available held -> List.of(held(held), limits());
            case Confinement.Missing(var why) ->
                List.of(new Check("confinement", false, why, "apt-get install bubblewrap"));
        };
    }

    private static Check held(Confinement.Available held) {
        var network = held.reachesNetwork() ? "granted hosts through the relay" : "no way to the network";
        var shown = held.enforcement().label() + ", tried: " + by(held.enforcement()) + "; " + network;
        return new Check("confinement", true, shown, "");
    }

    private static String by(Enforcement enforcement) {
        return switch (enforcement) {
            case CONFINED_BWRAP -> "namespaces and a filter of system calls";
            case CONFINED_LANDLOCK ->
                "Landlock and a filter of system calls; the stronger cage needs the package 'bubblewrap'";
            case GUARDED, MEDIATED, DECLARED -> "nothing of the operating system";
        };
    }

    private Check limits() {
        if (unlimited.isEmpty()) {
            return new Check(
                    "limits", true, "memory and processes of a plugin as a whole: control groups " + groups, "");
        }
        boolean forks = root && unlimited.contains("pids");
        return new Check(
                "limits",
                !forks,
                "no control group for " + String.join(", ", unlimited)
                        + ": memory is limited for each process by itself"
                        + (forks ? ", and their number is not, for the host runs as root" : ""),
                forks ? "run the host as another user, or where it can make control groups" : DELEGATED);
    }
}
