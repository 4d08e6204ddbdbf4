package dev.polar.host.witness;

import dev.polar.host.audit.Checkpoints;
import java.util.Optional;

/**
 * Where a witness stands.
 *
 * @param name as the policy calls it
 * @param last what it signed last
 * @param trouble why it did not sign what it was last asked to sign
 * @param contradicts whether it knows another history of this log
 */
public record Standing(
        String name, String url, Optional<Checkpoints.Cosigned> last, Optional<String> trouble, boolean contradicts) {

    Standing signed(Checkpoints.Cosigned now) {
        return new Standing(name, url, Optional.of(now), Optional.empty(), false);
    }

    Standing troubled(String why) {
        return new Standing(name, url, last, Optional.of(why), contradicts);
    }

    Standing contradicted(String why) {
        return new Standing(name, url, last, Optional.of(why), true);
    }
}
