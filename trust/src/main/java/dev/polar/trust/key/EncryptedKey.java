package dev.polar.trust.key;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.EncryptionScheme;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/**
 * The encrypted form of a PKCS#8 key: PBES2 (RFC 8018) with PBKDF2-HMAC-SHA-256 and AES-256-CBC, which is what {@code
 * openssl pkey -aes256} writes and reads. The JDK derives the key in half the time of the lightweight API.
 */
final class EncryptedKey {
    // OWASP's number for PBKDF2-HMAC-SHA-256: about half a second here.
    private static final int ITERATIONS = 600_000;
    private static final int MOST_ITERATIONS = 10_000_000;
    private static final int KEY_BITS = 256;
    private static final AlgorithmIdentifier HMAC_SHA256 =
            new AlgorithmIdentifier(PKCSObjectIdentifiers.id_hmacWithSHA256, DERNull.INSTANCE);

    private EncryptedKey() {}

    static byte[] seal(byte[] der, char[] passphrase) {
        if (passphrase.length == 0) {
            throw new Refusal(
                    Code.KEY_INVALID,
                    "the passphrase is empty",
                    "polar key new --no-passphrase writes it in the clear");
        }
        var random = new SecureRandom();
        var salt = new byte[16];
        var iv = new byte[16];
        random.nextBytes(salt);
        random.nextBytes(iv);
        try {
            var kdf = new PBKDF2Params(salt, ITERATIONS, KEY_BITS / 8, HMAC_SHA256);
            var scheme = new PBES2Parameters(
                    new KeyDerivationFunc(PKCSObjectIdentifiers.id_PBKDF2, kdf),
                    new EncryptionScheme(NISTObjectIdentifiers.id_aes256_CBC, new DEROctetString(iv)));
            var sealed = cipher(Cipher.ENCRYPT_MODE, passphrase, salt, ITERATIONS, iv)
                    .doFinal(der);
            return new EncryptedPrivateKeyInfo(new AlgorithmIdentifier(PKCSObjectIdentifiers.id_PBES2, scheme), sealed)
                    .getEncoded();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("every JDK has PBKDF2 and AES", e);
        }
    }

    static byte[] open(byte[] der, char[] passphrase) {
        try {
            var info = EncryptedPrivateKeyInfo.getInstance(der);
            var scheme =
                    PBES2Parameters.getInstance(info.getEncryptionAlgorithm().getParameters());
            var kdf = PBKDF2Params.getInstance(scheme.getKeyDerivationFunc().getParameters());
            int iterations = kdf.getIterationCount().intValueExact();
            if (!info.getEncryptionAlgorithm().getAlgorithm().equals(PKCSObjectIdentifiers.id_PBES2)
                    || !scheme.getKeyDerivationFunc().getAlgorithm().equals(PKCSObjectIdentifiers.id_PBKDF2)
                    || !kdf.getPrf().getAlgorithm().equals(PKCSObjectIdentifiers.id_hmacWithSHA256)
                    || !scheme.getEncryptionScheme().getAlgorithm().equals(NISTObjectIdentifiers.id_aes256_CBC)
                    || iterations > MOST_ITERATIONS) {
                throw unsupported();
            }
            var iv = ASN1OctetString.getInstance(scheme.getEncryptionScheme().getParameters());
            return cipher(Cipher.DECRYPT_MODE, passphrase, kdf.getSalt(), iterations, iv.getOctets())
                    .doFinal(info.getEncryptedData());
        } catch (GeneralSecurityException e) {
            throw new Refusal(Code.KEY_INVALID, "the passphrase does not open the key", "try again");
        } catch (RuntimeException e) {
            throw e instanceof Refusal refusal ? refusal : unsupported();
        }
    }

    private static Cipher cipher(int mode, char[] passphrase, byte[] salt, int iterations, byte[] iv)
            throws GeneralSecurityException {
        var spec = new PBEKeySpec(passphrase, salt, iterations, KEY_BITS);
        try {
            var key = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec);
            var cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
            cipher.init(mode, new SecretKeySpec(key.getEncoded(), "AES"), new IvParameterSpec(iv));
            return cipher;
        } finally {
            spec.clearPassword();
            Arrays.fill(passphrase, '\0');
        }
    }

    private static Refusal unsupported() {
        return new Refusal(
                Code.KEY_INVALID,
                "the private key is not encrypted with PBKDF2-HMAC-SHA-256 and AES-256-CBC",
                "openssl pkey -in KEY.pem -aes256 -out NEW.pem");
    }
}
