package dev.polar.trust.audit;

import dev.polar.trust.key.Digest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * What a commitment hides: kept apart from the log, and destroyed to forget someone.
 *
 * @param field the place in the record, dotted: {@code arguments}, {@code caller.id}
 * @param salt 32 random bytes, fresh for each field of each record, so that nobody can try out likely values
 * @param value the bytes that were not written
 */
public record Opening(String field, byte[] salt, byte[] value) {
    private static final SecureRandom RANDOM = new SecureRandom();

    public Opening {
        if (salt.length != 32) {
            throw new IllegalArgumentException("a salt has 32 bytes");
        }
        salt = salt.clone();
        value = value.clone();
    }

    /** An opening of this value with a fresh salt. */
    public static Opening of(String field, byte[] value) {
        var salt = new byte[32];
        RANDOM.nextBytes(salt);
        return new Opening(field, salt, value);
    }

    /** SHA-256(0x02 || salt || uint32be(length of field) || field || value), field in UTF-8. */
    public Commitment commitment() {
        var name = field.getBytes(StandardCharsets.UTF_8);
        var sha = Digest.sha256();
        sha.update((byte) 2);
        sha.update(salt);
        sha.update(ByteBuffer.allocate(4).putInt(name.length).array());
        sha.update(name);
        return new Commitment(new Digest(HexFormat.of().formatHex(sha.digest(value))));
    }
}
