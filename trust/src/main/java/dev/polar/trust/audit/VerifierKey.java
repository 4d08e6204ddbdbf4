package dev.polar.trust.audit;

import dev.polar.spi.Refusal;
import dev.polar.trust.key.Digest;
import dev.polar.trust.key.PublicKey;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/** The text of a C2SP verifier key, {@code name+hash+base64(type || key)}, and the hash that opens its signatures. */
record VerifierKey(String name, byte type, PublicKey key) {
    /** An Ed25519 key that signs notes as they are. */
    static final byte NOTE = 1;

    /** An Ed25519 key that signs cosignatures, with their time. */
    static final byte COSIGNATURE = 4;

    /** Reads a key of that type; empty if it is not exactly one, its hash included. */
    static Optional<VerifierKey> parse(String text, byte type) {
        var parts = text.split("\\+", 3);
        if (parts.length == 3 && NoteKey.isName(parts[0])) {
            try {
                var bytes = Base64.getDecoder().decode(parts[2]);
                if (bytes.length == 1 + PublicKey.SIZE && bytes[0] == type) {
                    var raw = Arrays.copyOfRange(bytes, 1, bytes.length);
                    return Optional.of(new VerifierKey(parts[0], type, PublicKey.checked(raw)))
                            .filter(key -> key.toString().equals(text));
                }
            } catch (IllegalArgumentException | Refusal e) {
                // no key
            }
        }
        return Optional.empty();
    }

    /** The four bytes that open a signature of this key. */
    byte[] hash() {
        var sha = Digest.sha256();
        sha.update(name.getBytes(StandardCharsets.UTF_8));
        sha.update((byte) '\n');
        sha.update(type);
        return Arrays.copyOf(sha.digest(key.raw()), 4);
    }

    /** Whether a signature line says that this key made it. */
    boolean claims(Note.Signature signature) {
        return signature.name().equals(name)
                && signature.bytes().length > 4
                && Arrays.equals(signature.bytes(), 0, 4, hash(), 0, 4);
    }

    @Override
    public String toString() {
        var typed = new byte[1 + PublicKey.SIZE];
        typed[0] = type;
        System.arraycopy(key.raw(), 0, typed, 1, PublicKey.SIZE);
        return name + "+" + HexFormat.of().formatHex(hash()) + "+"
                + Base64.getEncoder().encodeToString(typed);
    }
}
