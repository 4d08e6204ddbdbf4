package dev.polar.host.backup;

import dev.polar.host.catalog.Trust;
import dev.polar.host.consent.Ledger;
import dev.polar.host.floor.Floors;
import dev.polar.host.revocation.RevocationList;
import java.util.HashMap;
import java.util.Map;

/**
 * How far trust has come, in numbers: of each object operators consented about the highest version, of each plugin the
 * epoch floor, of the revocations how many there are, and the latest time that was believed. Consents about single calls are
 * counted together, so that the file does not grow with them.
 */
final class Reached {
    private static final String CONSENT = "consent ";
    private static final String CALLS = "consents about calls";
    private static final String EPOCH = "epoch ";
    private static final String REVOCATIONS = "revocations";

    private Reached() {}

    static boolean compares(String name) {
        return name.startsWith(CONSENT) || name.equals(CALLS) || name.startsWith(EPOCH) || name.equals(REVOCATIONS);
    }

    static boolean ofEpoch(Floors.Fallen difference) {
        return difference.name().startsWith(EPOCH);
    }

    /** Whether a plugin's epoch may be lower because consents about it are missing. */
    static boolean explains(Floors.Fallen lost, Floors.Fallen epoch) {
        return lost.name().equals(CONSENT + "plugin:" + epoch.name().substring(EPOCH.length()));
    }

    static Map<String, Long> by(Ledger ledger, Trust trust, RevocationList revocations) {
        var reached = new HashMap<String, Long>();
        ledger.versions().forEach((object, version) -> {
            if (object.startsWith("approval:")) {
                reached.merge(CALLS, version, Long::sum);
            } else if (!object.startsWith("revocation")) {
                reached.put(CONSENT + object, version);
            }
        });
        trust.state().floors().forEach((plugin, epoch) -> reached.put(EPOCH + plugin, epoch.longValue()));
        // Those of the database and those of the local file together: one that waits for the database is not missing.
        reached.put(REVOCATIONS, revocations.read().version());
        // Of those who signed a time, whoever they are; not compared, because it goes on by itself.
        reached.put(Floors.TIME, Math.max(0, revocations.believed().getEpochSecond()));
        return reached;
    }
}
