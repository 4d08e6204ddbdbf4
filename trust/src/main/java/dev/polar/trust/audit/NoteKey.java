package dev.polar.trust.audit;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.key.PublicKey;

/**
 * Who signs notes: a name and an Ed25519 key. Its text is a C2SP verifier key, {@code name+hash+base64(0x01 || key)}
 * with hash = the first four bytes of SHA-256(name || LF || 0x01 || key) in hex. An auditor keeps that line.
 */
public record NoteKey(String name, PublicKey key) {
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
        return VerifierKey.parse(text, VerifierKey.NOTE)
                .map(read -> new NoteKey(read.name(), read.key()))
                .orElseThrow(() -> new Refusal(
                        Code.KEY_INVALID,
                        "not the public key of a log: expected NAME+HASH+KEY, one line",
                        "'polar key show --json' on the host prints it as \"log\""));
    }

    /** The same as text and as what opens its signatures. */
    VerifierKey verifier() {
        return new VerifierKey(name, VerifierKey.NOTE, key);
    }

    /** The verifier key. */
    @Override
    public String toString() {
        return verifier().toString();
    }
}
