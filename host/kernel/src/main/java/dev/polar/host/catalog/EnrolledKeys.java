package dev.polar.host.catalog;

import dev.polar.host.consent.KeyOwners;
import dev.polar.trust.key.PublicKey;
import java.util.Optional;

/** The keys of publishers and reviewers, also of those who left. */
public record EnrolledKeys(TrustReader trust) implements KeyOwners {
    @Override
    public Optional<String> ownerOf(PublicKey key) {
        var known = trust.read();
        return known.keyring()
                .ownerOf(key.id())
                .or(() -> known.enrolments()
                        .everSince()
                        .filter(enrolled -> enrolled.everyKey().anyMatch(key::equals))
                        .map(enrolled -> "'" + enrolled.name() + "'")
                        .findFirst());
    }
}
