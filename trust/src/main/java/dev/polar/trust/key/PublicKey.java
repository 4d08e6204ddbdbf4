package dev.polar.trust.key;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * An Ed25519 public key (RFC 8032) that is a canonical point of the prime-order group. Keys of low or mixed order, under
 * which one signature can fit many messages or verifiers disagree, cannot be made into one.
 */
public final class PublicKey {
    /** Length in bytes of a raw key. */
    public static final int SIZE = Ed25519.PUBLIC_KEY_SIZE;

    // SubjectPublicKeyInfo (RFC 8410) has exactly one DER form for Ed25519: this, then the raw key.
    private static final byte[] INFO = HexFormat.of().parseHex("302a300506032b6570032100");
    private static final String LABEL = "PUBLIC KEY";

    private final byte[] raw;
    private final KeyId id;

    /** Does not check the point: for keys that were derived here. */
    PublicKey(byte[] raw) {
        this.raw = raw.clone();
        this.id = new KeyId(Digest.of(raw).hex());
    }

    /**
     * The key of these 32 raw bytes.
     *
     * @throws Refusal {@code KEY_INVALID} if they are not a key that may be enrolled
     */
    public static PublicKey checked(byte[] raw) {
        if (raw.length != SIZE) {
            throw new Refusal(
                    Code.KEY_INVALID,
                    "an Ed25519 public key has 32 bytes, this one has " + raw.length,
                    "ask its owner for the file that 'polar key new' wrote");
        }
        if (!Ed25519.validatePublicKeyFull(raw, 0)) {
            throw new Refusal(
                    Code.KEY_INVALID,
                    "these 32 bytes are not a sound Ed25519 public key: not a point of the prime-order group",
                    "do not enrol it; ask its owner to make a new key with 'polar key new'");
        }
        return new PublicKey(raw);
    }

    /**
     * Reads a SubjectPublicKeyInfo PEM (RFC 8410).
     *
     * @throws Refusal {@code KEY_INVALID} if it holds no Ed25519 public key that may be enrolled
     */
    public static PublicKey ofPem(String pem) {
        var block = Pem.first(pem);
        var der = block.der();
        if (!block.label().equals(LABEL)) {
            throw new Refusal(
                    Code.KEY_INVALID,
                    "expected a PUBLIC KEY, found " + block.label(),
                    "openssl pkey -in KEY.pem -pubout prints the public half of a private key");
        }
        if (der.length != INFO.length + SIZE || !Arrays.equals(der, 0, INFO.length, INFO, 0, INFO.length)) {
            throw new Refusal(
                    Code.KEY_INVALID,
                    "the public key is not an Ed25519 key",
                    "Polar signs with Ed25519 only: make a key with 'polar key new'");
        }
        return checked(Arrays.copyOfRange(der, INFO.length, der.length));
    }

    /** SubjectPublicKeyInfo PEM, as {@code openssl pkey -pubin} reads it. */
    public String toPem() {
        var der = Arrays.copyOf(INFO, INFO.length + SIZE);
        System.arraycopy(raw, 0, der, INFO.length, SIZE);
        return new Pem(LABEL, der).toString();
    }

    /** Whether this key made the signature: exactly 64 bytes, verified as RFC 8032 section 5.1.7 says. */
    public boolean verify(byte[] message, byte[] signature) {
        return signature.length == Ed25519.SIGNATURE_SIZE
                && Ed25519.verify(signature, 0, raw, 0, message, 0, message.length);
    }

    /** SHA-256 of the raw bytes. */
    public KeyId id() {
        return id;
    }

    /** The 32 raw bytes. */
    public byte[] raw() {
        return raw.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PublicKey key && Arrays.equals(raw, key.raw);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return "ed25519 " + id.fingerprint();
    }
}
