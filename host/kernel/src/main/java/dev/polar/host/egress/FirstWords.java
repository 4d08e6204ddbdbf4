package dev.polar.host.egress;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;

/**
 * The first bytes a client sends into a tunnel. If they begin a TLS handshake, its hello is read to its end, over as many
 * records as it takes; nothing is taken from what is passed on.
 */
final class FirstWords {
    /** A hello with post-quantum key shares takes two; far more would be there to be kept in memory. */
    static final int MOST = 32 << 10;

    private static final int CHANGE_CIPHER = 20;
    private static final int HANDSHAKE = 22;
    private static final int EARLY_DATA = 23;
    private static final int MAJOR = 3;
    private static final int HEADER = 5;
    private static final int MOST_IN_RECORD = 1 << 14;

    private final Incoming in;
    private final ByteArrayOutputStream message = new ByteArrayOutputStream();
    private int at;

    FirstWords(Incoming in) {
        this.in = in;
    }

    /** Whether a TLS handshake begins here; waits for as many bytes as that takes. */
    boolean tls() throws IOException {
        in.await(1);
        if (in.at(0) != HANDSHAKE) {
            return false;
        }
        in.await(2);
        return in.at(1) == MAJOR;
    }

    /** @throws Malformed if it is not exactly one hello */
    ClientHello hello() throws IOException {
        while (true) {
            if (record() != HANDSHAKE) {
                throw new Malformed("another record where the hello should be");
            }
            var whole = whole();
            if (whole.isPresent()) {
                return ClientHello.parse(whole.get());
            }
        }
    }

    /** The hello that answers a server's retry: what may come before it is passed over. */
    ClientHello secondHello() throws IOException {
        in.await(1);
        while (in.at(at) == CHANGE_CIPHER || in.at(at) == EARLY_DATA) {
            record();
            message.reset();
            in.await(at + 1);
        }
        return hello();
    }

    /** How many bytes were read for it. */
    int length() {
        return at;
    }

    private int record() throws IOException {
        in.await(at + HEADER);
        int type = in.at(at);
        int length = in.at(at + 3) << 8 | in.at(at + 4);
        if (in.at(at + 1) != MAJOR || length == 0 || length > MOST_IN_RECORD + 256) {
            throw new Malformed("a record that is none");
        }
        in.await(at + HEADER + length);
        for (int i = 0; i < length; i++) {
            message.write(in.at(at + HEADER + i));
        }
        at += HEADER + length;
        return type;
    }

    private Optional<byte[]> whole() throws IOException {
        var so = new Octets(message.toByteArray());
        if (so.left() < 4) {
            return Optional.empty();
        }
        if (so.number(1) != ClientHello.CLIENT_HELLO) {
            throw new Malformed("a handshake that does not begin with a hello");
        }
        int length = so.number(3);
        if (length > MOST) {
            throw new Malformed("a hello of more than " + MOST + " bytes");
        }
        if (so.left() > length) {
            throw new Malformed("more than a hello in its record");
        }
        return so.left() == length ? Optional.of(so.rest()) : Optional.empty();
    }
}
