package dev.polar.host.consent;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.key.PublicKey;
import java.util.Optional;

/** Whose a key is that is no operator's. One that became an operator's too would be its publisher's no more. */
@FunctionalInterface
public interface KeyOwners {
    /** Where there are only operators. */
    KeyOwners NONE = key -> Optional.empty();

    /** In words: {@code publisher 'acme'}. */
    Optional<String> ownerOf(PublicKey key);

    /** @throws Refusal {@code KEY_INVALID} if it is, or was, somebody's */
    default void requireNobodys(PublicKey key) {
        ownerOf(key).ifPresent(owner -> {
            throw new Refusal(
                    Code.KEY_INVALID,
                    "key " + key.id().fingerprint() + " belongs, or belonged, to " + owner,
                    "make a new one: polar key new --operator FILE");
        });
    }
}
