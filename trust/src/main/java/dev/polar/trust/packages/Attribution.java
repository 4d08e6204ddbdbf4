package dev.polar.trust.packages;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.attestation.Dsse;
import dev.polar.trust.attestation.PackageStatement;
import dev.polar.trust.attestation.Signature;
import dev.polar.trust.key.Digest;
import dev.polar.trust.key.KeyId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whose statement it is.
 *
 * @param signers the publisher's keys that signed, present and former, at least its threshold of now or of then
 */
record Attribution(PackageStatement statement, Publisher publisher, Set<KeyId> signers) {

    static Attribution of(PackageEnvelope found, Keyring keyring) {
        var signers = Dsse.signers(found.envelope(), keyring.keys());
        var publishers = keyring.publishers().stream()
                .filter(publisher -> !signed(publisher, signers).isEmpty())
                .toList();
        if (publishers.isEmpty()) {
            throw unverified(found, keyring, signers);
        }
        var statement = found.statement();
        var publisher = chosen(publishers, keyring.ownerOf(namespace(statement.name())), signers);
        var its = signed(publisher, signers);
        if (!publisher.signedBy(its) && publisher.formerly(its).isEmpty()) {
            throw new Refusal(
                    Code.SIGNATURE_THRESHOLD,
                    "publisher '" + publisher.name() + "' requires " + publisher.threshold()
                            + " different keys and signed with " + its.size(),
                    "ask the publisher for the file with all signatures: polar sign adds one",
                    Map.of("publisher", publisher.name(), "signed by", fingerprints(its)));
        }
        return new Attribution(statement, publisher, its);
    }

    /** The namespace's owner if it signed, for it is the one to hold to its threshold; else the first that reached its own. */
    private static Publisher chosen(List<Publisher> publishers, Optional<Publisher> owner, Set<KeyId> signers) {
        return owner.filter(publishers::contains)
                .or(() -> publishers.stream()
                        .filter(publisher -> publisher.signedBy(signers))
                        .findFirst())
                .orElse(publishers.getFirst());
    }

    private static Set<KeyId> signed(Publisher publisher, Set<KeyId> signers) {
        var its = new LinkedHashSet<KeyId>();
        publisher.everyKey().forEach(key -> its.add(key.id()));
        its.retainAll(signers);
        return its;
    }

    private static String namespace(String name) {
        return name.substring(0, Math.max(0, name.lastIndexOf('.')));
    }

    private static Refusal unverified(PackageEnvelope found, Keyring keyring, Set<KeyId> reviewers) {
        if (!reviewers.isEmpty()) {
            return unknown(
                    "only a reviewer signed the package, and a review is no publication",
                    Map.of("signed by", fingerprints(reviewers)));
        }
        var claims = new ArrayList<KeyId>();
        found.envelope().signatures().stream()
                .map(Signature::keyId)
                .flatMap(Optional::stream)
                .filter(Digest::isHex)
                .forEach(hex -> claims.add(new KeyId(hex)));
        for (var claim : claims) {
            var owner = keyring.ownerOf(claim);
            if (owner.isPresent()) {
                return new Refusal(
                        Code.SIGNATURE_INVALID,
                        "no signature verifies, though one claims the key of " + owner.get(),
                        "the file was altered or damaged: get it from its publisher again",
                        Map.of("claimed key", claimed(claim)));
            }
        }
        return unknown(
                "no enrolled key signed the package",
                claims.isEmpty() ? Map.of() : Map.of("claimed key", claimed(claims.getFirst())));
    }

    private static Refusal unknown(String why, Map<String, String> details) {
        return new Refusal(
                Code.PUBLISHER_UNKNOWN,
                why,
                "if you trust its publisher, get their key and its fingerprint from them, never from here:"
                        + " polar trust add NAME --key PUB.pem --namespace NS --level community --fingerprint HEX16",
                details);
    }

    private static String claimed(KeyId claim) {
        return claim.hex() + " (claimed, not verified)";
    }

    static String fingerprints(Set<KeyId> keys) {
        return keys.stream().map(key -> key.fingerprint().toString()).collect(Collectors.joining(", "));
    }
}
