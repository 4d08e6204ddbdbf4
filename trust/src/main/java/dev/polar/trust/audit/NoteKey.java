package dev.polar.trust.audit;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.key.Digest;
import dev.polar.trust.key.PublicKey;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * Who signs notes: a name and an Ed25519 key. Its text is a C2SP verifier key, {@code name+hash+base64(0x01 || key)}
 * with hash = the first four bytes of SHA-256(name || LF || 0x01 || key) in hex. An auditor keeps that line.
 */
public record NoteKey(String name, PublicKey key) {
    private static final byte ED25519 = 1;

    public NoteKey {
        if (!isName(name)) {
            throw new IllegalArgumentException("not a name for a note key: '" + name + "'");
        }
    }

    /** Whether the text can name a key: not empty, no white space, no control character, no {@code +}. */
    public static boolean isName(String text) {
        return !text.isEmpty()
                && text.codePoints()
                        .noneMatch(c -> c == '+'
                                || Character.isWhitespace(c)
                                || Character.isISOControl(c)
                                || Character.isSpaceChar(c));
    }

    /**
     * Reads a verifier key.
     *
     * @throws Refusal {@code KEY_INVALID} if it is not exactly one, its hash included
     */
    public static NoteKey parse(String text) {
        var parts = text.split("\\+", 3);
        if (parts.length == 3 && isName(parts[0])) {
            try {
                var bytes = Base64.getDecoder().decode(parts[2]);
                if (bytes.length == 1 + PublicKey.SIZE && bytes[0] == ED25519) {
                    var key = new NoteKey(parts[0], PublicKey.checked(Arrays.copyOfRange(bytes, 1, bytes.length)));
                    if (key.toString().equals(text)) {
                        return key;
                    }
                }
            } catch (IllegalArgumentException e) {
                // told below
            }
        }
        throw new Refusal(
                Code.KEY_INVALID,
                "not the public key of a log: expected NAME+HASH+KEY, one line",
                "'polar key show --json' on the host prints it as \"log\"");
    }

    /** The four bytes that open a signature of this key. */
    byte[] hash() {
        var sha = Digest.sha256();
        sha.update(name.getBytes(StandardCharsets.UTF_8));
        sha.update((byte) '\n');
        sha.update(ED25519);
        return Arrays.copyOf(sha.digest(key.raw()), 4);
    }

    /** The verifier key. */
    @Override
    public String toString() {
        var typed = new byte[1 + PublicKey.SIZE];
        typed[0] = ED25519;
        System.arraycopy(key.raw(), 0, typed, 1, PublicKey.SIZE);
        return name + "+" + HexFormat.of().formatHex(hash()) + "+"
                + Base64.getEncoder().encodeToString(typed);
    }
}
