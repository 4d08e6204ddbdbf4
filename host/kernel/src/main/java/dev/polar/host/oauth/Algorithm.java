package dev.polar.host.oauth;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.Optional;

/** How access tokens may be signed (RFC 7518, section 3.1; RFC 8037): with a key that only the issuer has. */
enum Algorithm {
    ES256("EC", "SHA256withECDSAinP1363Format"),
    RS256("RSA", "SHA256withRSA"),
    PS256("RSA", "RSASSA-PSS"),
    EDDSA("OKP", "Ed25519");

    private final String keyType;
    private final String signature;

    Algorithm(String keyType, String signature) {
        this.keyType = keyType;
        this.signature = signature;
    }

    static Optional<Algorithm> of(String name) {
        return Arrays.stream(values()).filter(one -> one.label().equals(name)).findFirst();
    }

    /** What {@code alg} says. */
    String label() {
        return this == EDDSA ? "EdDSA" : name();
    }

    /** What {@code kty} of its keys says. */
    String keyType() {
        return keyType;
    }

    boolean verifies(PublicKey key, byte[] signed, byte[] by) {
        try {
            var verifier = Signature.getInstance(signature);
            if (this == PS256) {
                verifier.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
            }
            verifier.initVerify(key);
            verifier.update(signed);
            return verifier.verify(by);
        } catch (GeneralSecurityException wrongForm) {
            return false;
        }
    }
}
