package dev.polar.trust.packages;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.manifest.Manifest;
import dev.polar.trust.text.CleanText;
import java.util.Map;

/**
 * Holds a package against who is enrolled, in the order of package-format.md section 4; the first failure is the one that
 * is reported. What depends on time and on this installation's history, revocation and rollback, is for admission.
 */
public final class PackageVerification {
    private PackageVerification() {}

    /**
     * Verifies the bytes of a file.
     *
     * @throws Refusal as {@link #verify(PackageFile, Keyring)}, and {@code CONTAINER_MALFORMED}
     */
    public static VerifiedPackage verify(byte[] file, Keyring keyring) {
        return verify(PackageFile.open(file), keyring);
    }

    /**
     * Verifies a well-formed file.
     *
     * @throws Refusal {@code SIGNATURE_MISSING}, {@code SIGNATURE_INVALID}, {@code PUBLISHER_UNKNOWN}, {@code
     *     SIGNATURE_THRESHOLD}, {@code ENTRY_UNLISTED}, {@code ENTRY_MISSING}, {@code DIGEST_MISMATCH}, {@code
     *     MANIFEST_INVALID}, {@code MANIFEST_MISMATCH} or {@code NAMESPACE_FORBIDDEN}
     */
    public static VerifiedPackage verify(PackageFile file, Keyring keyring) {
        var envelope = PackageEnvelope.find(file.attestations()).signed();
        var attribution = Attribution.of(envelope, keyring);
        var statement = attribution.statement();
        try {
            Contents.requireListed(file, statement);
            var manifest = Contents.manifest(file, statement);
            var servers = Contents.mcpServers(file.archive());
            requireOwned(manifest, attribution, keyring);
            var reviews = Reviews.of(
                    file.attestations().orElseThrow(), envelope, manifest.name().namespace(), keyring);
            return new VerifiedPackage(file, manifest, servers, attribution, reviews);
        } catch (Refusal refusal) {
            // From here on the signer is known, and so is what they call the package.
            throw refusal.with("plugin", CleanText.line(statement.name() + " " + statement.version()))
                    .with("publisher", attribution.publisher().name());
        }
    }

    private static void requireOwned(Manifest manifest, Attribution attribution, Keyring keyring) {
        var namespace = manifest.name().namespace();
        var publisher = attribution.publisher();
        if (publisher.owns(namespace)) {
            return;
        }
        var owner = keyring.ownerOf(namespace);
        var but = owner.map(other -> "namespace '" + namespace + "' belongs to publisher '" + other.name() + "'")
                .orElse("namespace '" + namespace + "' belongs to nobody enrolled here");
        var by = Attribution.fingerprints(attribution.signers()) + " (publisher '" + publisher.name() + "')";
        throw new Refusal(
                Code.NAMESPACE_FORBIDDEN,
                "signed by " + by + ", but " + but,
                "polar trust show " + owner.orElse(publisher).name(),
                Map.of("signed by", by, "but", but));
    }
}
