package dev.polar.host.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key outside the database. Each purpose gets a key of its own (HMAC-SHA-256 of the purpose), sealing is AES-256-GCM
 * with a random nonce, and what is sealed for one place opens in no other. Sealed bytes: {@code 0x01 || nonce[12] ||
 * ciphertext || tag[16]}.
 */
public final class MasterKey {
    private static final byte VERSION = 1;
    private static final int NONCE = 12;
    private static final int TAG = 16;
    private static final String TRANSFORMATION = "AES/GCM/NoPadding";
    private static final int MOST_IDLE = 8;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] key;
    private final Map<String, SecretKeySpec> derived = new ConcurrentHashMap<>();

    /** Looking one up costs as much as sealing a short text does. */
    private final Queue<Cipher> idle = new ArrayBlockingQueue<>(MOST_IDLE);

    private MasterKey(byte[] key) {
        if (key.length != 32) {
            throw new IllegalArgumentException("a master key has 32 bytes");
        }
        this.key = key;
    }

    /** The key in {@code <data>/master.key}, made there with mode 0600 the first time. */
    public static MasterKey in(Path dataDir) {
        try {
            OwnerOnly.directory(dataDir);
            return new MasterKey(Base64.getUrlDecoder().decode(OwnerOnly.secret(dataDir.resolve("master.key"))));
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalStateException("the master key in " + dataDir + " cannot be used", e);
        }
    }

    /**
     * Seals bytes.
     *
     * @param purpose what kind of thing this is, {@code secret}
     * @param place which one it is; not secret, and needed to open it
     */
    public byte[] seal(String purpose, String place, byte[] plain) {
        var nonce = new byte[NONCE];
        RANDOM.nextBytes(nonce);
        try {
            var kept = idle.poll();
            var cipher = kept == null ? Cipher.getInstance(TRANSFORMATION) : kept;
            begin(cipher, Cipher.ENCRYPT_MODE, purpose, place, nonce);
            var sealed = new byte[1 + NONCE + plain.length + TAG];
            sealed[0] = VERSION;
            System.arraycopy(nonce, 0, sealed, 1, NONCE);
            cipher.doFinal(plain, 0, plain.length, sealed, 1 + NONCE);
            idle.offer(cipher);
            return sealed;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES-GCM", e);
        }
    }

    /**
     * Opens what was sealed for the same purpose and place.
     *
     * @throws IllegalStateException if it was sealed under another key, for another place, or changed
     */
    public byte[] open(String purpose, String place, byte[] sealed) {
        if (sealed.length < 1 + NONCE + TAG || sealed[0] != VERSION) {
            throw new IllegalStateException("not something this host sealed");
        }
        try {
            var cipher = Cipher.getInstance(TRANSFORMATION);
            begin(cipher, Cipher.DECRYPT_MODE, purpose, place, Arrays.copyOfRange(sealed, 1, 1 + NONCE));
            return cipher.doFinal(sealed, 1 + NONCE, sealed.length - 1 - NONCE);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("sealed under another master key, for another place, or changed", e);
        }
    }

    /** The same for equal text, and no hint at the text without this key: 32 hex digits. */
    public String pseudonym(String purpose, String text) {
        var mac = mac(derived(purpose).getEncoded(), text);
        return HexFormat.of().formatHex(mac, 0, 16);
    }

    private void begin(Cipher cipher, int mode, String purpose, String place, byte[] nonce)
            throws GeneralSecurityException {
        cipher.init(mode, derived(purpose), new GCMParameterSpec(TAG * 8, nonce));
        cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
    }

    private SecretKeySpec derived(String purpose) {
        var known = derived.get(purpose); // takes no lock, which all who write records would share
        return known != null
                ? known
                : derived.computeIfAbsent(purpose, name -> new SecretKeySpec(mac(key, "polar/" + name), "AES"));
    }

    private static byte[] mac(byte[] key, String text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA-256", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MasterKey same && MessageDigest.isEqual(key, same.key);
    }

    @Override
    public int hashCode() {
        return derived("hash").hashCode();
    }

    @Override
    public String toString() {
        return "the master key";
    }
}
