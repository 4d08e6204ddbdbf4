package dev.polar.trust.attestation;

import java.util.Arrays;
import java.util.Optional;

/**
 * One signature of an envelope.
 *
 * @param keyId what it claims to be made with; may be wrong, never decides
 * @param bytes 64 of them if it is any good
 */
public record Signature(Optional<String> keyId, byte[] bytes) {
    public Signature {
        bytes = bytes.clone();
    }

    @Override
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Signature(var otherId, var otherBytes)
                && keyId.equals(otherId)
                && Arrays.equals(bytes, otherBytes);
    }

    @Override
    public int hashCode() {
        return 31 * keyId.hashCode() + Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "signature claiming " + keyId.orElse("no key");
    }
}
