package dev.polar.host.egress;

import java.util.BitSet;
import java.util.Optional;

/**
 * What the first message of a TLS client says in the clear (RFC 8446 section 4.1.2, RFC 5246 section 7.4.1.2).
 *
 * @param name the server it names (RFC 6066 section 3), as it was written
 * @param hidden whether it carries another hello that only the server can read (Encrypted Client Hello, its drafts, or the
 *     filler that is meant to look like it)
 */
record ClientHello(Optional<String> name, boolean hidden) {
    static final int CLIENT_HELLO = 1;

    private static final int SERVER_NAME = 0;
    private static final int ENCRYPTED_HELLO = 0xfe0d;
    private static final int OLDEST_DRAFT = 0xfe08;
    private static final int ENCRYPTED_NAME = 0xffce;

    /**
     * Reads the body of the handshake message.
     *
     * @throws Malformed unless every length in it is right, and no extension is there twice
     */
    static ClientHello parse(byte[] body) throws Malformed {
        var in = new Octets(body);
        if (in.number(2) < 0x0301) {
            throw new Malformed("TLS older than 1.0");
        }
        in.part(32);
        if (in.vector(1).left() > 32) {
            throw new Malformed("a session id longer than 32 bytes");
        }
        var suites = in.vector(2).left();
        if (suites == 0 || suites % 2 != 0 || in.vector(1).left() == 0) {
            throw new Malformed("no cipher suites or no compression methods");
        }
        if (in.left() == 0) {
            return new ClientHello(Optional.empty(), false);
        }
        var extensions = in.vector(2);
        in.requireEnd();
        return extensions(extensions);
    }

    private static ClientHello extensions(Octets in) throws Malformed {
        var seen = new BitSet(1 << 16);
        var name = Optional.<String>empty();
        boolean hidden = false;
        while (in.left() > 0) {
            int type = in.number(2);
            var content = in.vector(2);
            if (seen.get(type)) {
                throw new Malformed("an extension twice");
            }
            seen.set(type);
            if (type == SERVER_NAME) {
                name = Optional.of(name(content));
            }
            hidden |= type >= OLDEST_DRAFT && type <= ENCRYPTED_HELLO || type == ENCRYPTED_NAME;
        }
        return new ClientHello(name, hidden);
    }

    /** Exactly one name: two would let two readers choose. */
    private static String name(Octets extension) throws Malformed {
        var list = extension.vector(2);
        extension.requireEnd();
        if (list.number(1) != 0) {
            throw new Malformed("a server name that is no host name");
        }
        var name = list.vector(2);
        list.requireEnd();
        if (name.left() == 0 || name.left() > 253) {
            throw new Malformed("a server name of no length");
        }
        return name.ascii();
    }
}
