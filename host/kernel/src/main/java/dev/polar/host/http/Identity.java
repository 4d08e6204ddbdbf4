package dev.polar.host.http;

import dev.polar.adminapi.Check;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.key.Digest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Who the host is to those who come over TLS: its certificate, with those that vouch for it, and the key to it.
 *
 * @param chain its own first
 */
public record Identity(List<X509Certificate> chain, PrivateKey key) {
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    public Identity {
        chain = List.copyOf(chain);
    }

    /**
     * Reads both from PEM files; the key as PKCS #8 (RFC 5958), without a passphrase, since nobody is there to type it.
     *
     * @throws Refusal {@code SETTING_INVALID} also if others may read the key, or the two do not belong together
     */
    public static Identity of(Path certificate, Path key) {
        try {
            var chain = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(certificate)))
                    .stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            if (chain.isEmpty()) {
                throw unfit(certificate + " holds no certificate", "PEM, the host's own first");
            }
            if (Files.getPosixFilePermissions(key).contains(PosixFilePermission.OTHERS_READ)) {
                throw unfit("everybody can read " + key, "chmod 600 " + key);
            }
            var identity = new Identity(chain, privateKey(key, chain.getFirst()));
            if (!identity.fits()) {
                throw unfit(key + " is not the key to " + certificate, "name the files that belong together");
            }
            return identity;
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw unfit(
                    "the certificate or its key cannot be read: " + e.getMessage(),
                    "PEM files: CERTIFICATE, and PRIVATE KEY (PKCS #8)");
        }
    }

    private static PrivateKey privateKey(Path file, X509Certificate certificate)
            throws IOException, GeneralSecurityException {
        var found = KEY.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
        if (!found.find()) {
            throw unfit(file + " holds no private key in PKCS #8", "openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW");
        }
        return KeyFactory.getInstance(certificate.getPublicKey().getAlgorithm())
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(found.group(1))));
    }

    private boolean fits() throws GeneralSecurityException {
        var algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
        var something = new byte[] {1};
        var signer = Signature.getInstance(algorithm);
        signer.initSign(key);
        signer.update(something);
        var verifier = Signature.getInstance(algorithm);
        verifier.initVerify(chain.getFirst().getPublicKey());
        verifier.update(something);
        return verifier.verify(signer.sign());
    }

    /**
     * What the doctor says of it.
     *
     * @param door who comes in there
     */
    Check check(String door, String address, Instant now) {
        var until = chain.getFirst().getNotAfter().toInstant();
        return new Check(
                door,
                now.isBefore(until),
                address + ", certificate " + fingerprint() + " until " + until,
                now.isBefore(until) ? "" : "put a new certificate in its place");
    }

    /** SHA-256 of its own certificate. */
    private String fingerprint() {
        try {
            return Digest.of(chain.getFirst().getEncoded()).toString();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("it was read from its encoding", e);
        }
    }

    private static Refusal unfit(String message, String hint) {
        return new Refusal(Code.SETTING_INVALID, message, hint);
    }
}
