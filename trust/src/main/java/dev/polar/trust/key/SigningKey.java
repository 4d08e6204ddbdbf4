package dev.polar.trust.key;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.function.Supplier;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** An Ed25519 private key (RFC 8032). Its text form is PKCS#8 PEM (RFC 8410), encrypted unless asked otherwise. */
public final class SigningKey {
    private static final String PLAIN = "PRIVATE KEY";
    private static final String ENCRYPTED = "ENCRYPTED PRIVATE KEY";

    // RFC 8410 section 3
    private static final ASN1ObjectIdentifier ED25519 = new ASN1ObjectIdentifier("1.3.101.112");

    private final byte[] seed;
    private final PublicKey publicKey;

    private SigningKey(byte[] seed) {
        var raw = new byte[PublicKey.SIZE];
        Ed25519.generatePublicKey(seed, 0, raw, 0);
        this.seed = seed;
        this.publicKey = new PublicKey(raw);
    }

    /** The key with that seed, 32 bytes. */
    static SigningKey ofSeed(byte[] seed) {
        return new SigningKey(seed.clone());
    }

    byte[] seed() {
        return seed.clone();
    }

    /** A new key from the system's secure random source. */
    public static SigningKey generate() {
        var seed = new byte[Ed25519.SECRET_KEY_SIZE];
        new SecureRandom().nextBytes(seed);
        return new SigningKey(seed);
    }

    /**
     * Reads PKCS#8 PEM.
     *
     * @param passphrase asked only if the key is encrypted; the array is cleared after use
     * @throws Refusal {@code KEY_INVALID} if there is no Ed25519 private key or the passphrase does not open it
     */
    public static SigningKey ofPem(String pem, Supplier<char[]> passphrase) {
        var block = Pem.first(pem);
        return switch (block.label()) {
            case PLAIN -> ofDer(block.der());
            case ENCRYPTED -> ofDer(EncryptedKey.open(block.der(), passphrase.get()));
            default ->
                throw new Refusal(
                        Code.KEY_INVALID,
                        "expected a PRIVATE KEY in PKCS#8 form, found " + block.label(),
                        "make a key with 'polar key new'");
        };
    }

    private static SigningKey ofDer(byte[] der) {
        try {
            var info = PrivateKeyInfo.getInstance(der);
            var seed = ASN1OctetString.getInstance(info.parsePrivateKey()).getOctets();
            if (info.getPrivateKeyAlgorithm().getAlgorithm().equals(ED25519)
                    && seed.length == Ed25519.SECRET_KEY_SIZE) {
                return new SigningKey(seed);
            }
        } catch (IOException | IllegalArgumentException | IllegalStateException e) {
            // told below: whatever it is, it is no Ed25519 key
        }
        throw new Refusal(
                Code.KEY_INVALID,
                "the private key is not an Ed25519 key",
                "Polar signs with Ed25519 only: make a key with 'polar key new'");
    }

    /** PKCS#8 PEM encrypted under the passphrase, which is cleared after use. {@code openssl pkey} reads it. */
    public String toPem(char[] passphrase) {
        return new Pem(ENCRYPTED, EncryptedKey.seal(der(), passphrase)).toString();
    }

    /** PKCS#8 PEM in the clear: whoever reads the file is the signer. */
    public String toPlainPem() {
        return new Pem(PLAIN, der()).toString();
    }

    private byte[] der() {
        try {
            var algorithm = new AlgorithmIdentifier(ED25519);
            return new PrivateKeyInfo(algorithm, new DEROctetString(seed)).getEncoded();
        } catch (IOException e) {
            throw new IllegalStateException("encoding 32 bytes in memory", e);
        }
    }

    /** The 64-byte signature over the message; the same for equal key and message. */
    public byte[] sign(byte[] message) {
        var signature = new byte[Ed25519.SIGNATURE_SIZE];
        Ed25519.sign(seed, 0, publicKey.raw(), 0, null, message, 0, message.length, signature, 0);
        return signature;
    }

    /** The half that everybody may know. */
    public PublicKey publicKey() {
        return publicKey;
    }

    /** Names the public half only. */
    @Override
    public String toString() {
        return publicKey.toString();
    }
}
