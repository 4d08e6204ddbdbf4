package dev.polar.host.egress;

import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Whether a TLS 1.3 server asks the client to say hello again (RFC 8446 section 4.1.4). The second hello names a server
 * too, and it is the one that counts.
 */
final class ServerWords {
    /** Record header, message header, version. */
    private static final int RANDOM = 5 + 4 + 2;

    private static final byte[] RETRY =
            HexFormat.of().parseHex("cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c");
    private static final int HANDSHAKE = 22;
    private static final int SERVER_HELLO = 2;

    private ServerWords() {}

    /** Waits for as many bytes as that takes, and takes none. */
    static boolean askAgain(Incoming in) throws IOException {
        while (in.available() < RANDOM + RETRY.length) {
            if (in.available() > 0 && in.at(0) != HANDSHAKE || in.available() > 5 && in.at(5) != SERVER_HELLO) {
                return false;
            }
            if (!in.more()) {
                return false;
            }
        }
        var random = new byte[RETRY.length];
        for (int i = 0; i < random.length; i++) {
            random[i] = (byte) in.at(RANDOM + i);
        }
        return in.at(0) == HANDSHAKE && in.at(5) == SERVER_HELLO && Arrays.equals(random, RETRY);
    }
}
