package dev.polar.host.egress;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.io.IOException;

/** Leads one connection of a child through: what it speaks, what it asks for, and the answer. */
final class Door {
    /** A head, or a hello, is not larger. */
    private static final int MOST = 64 << 10;

    private final Opening opening;
    private final Refusals refusals;
    private final Buffers buffers;
    private final HostRequests requests;

    Door(Opening opening, Refusals refusals, Buffers buffers, HostRequests requests) {
        this.opening = opening;
        this.refusals = refusals;
        this.buffers = buffers;
        this.requests = requests;
    }

    /** Returns when it is over. */
    void serve(Link link) {
        try {
            var in = new Incoming(link.near(), MOST);
            if (in.more()) {
                if (in.at(0) == Socks.VERSION) {
                    tunnel(link, in, new Socks(in, link.near()));
                } else {
                    http(link, in);
                }
            }
        } catch (IOException e) {
            // whoever came has gone, or was too slow
        } finally {
            link.close();
        }
    }

    private void http(Link link, Incoming in) throws IOException {
        try {
            var head = Head.read(in);
            var line = RequestLine.of(head);
            switch (line.wanted()) {
                case RequestLine.Connection(var to) -> tunnel(link, in, new Connect(to, link.near()));
                case RequestLine.Resource resource -> {
                    try {
                        answer(link, in, head, line.method(), resource);
                    } catch (Refusal why) {
                        note(resource.to().toString(), why);
                        Answers.refused(link.near(), why);
                    }
                }
            }
        } catch (Malformed e) {
            var why = invalid(e);
            note("", why);
            Answers.refused(link.near(), why);
        }
    }

    private void answer(Link link, Incoming in, Head head, String method, RequestLine.Resource resource)
            throws IOException {
        var body = Body.of(head);
        if (resource.tls() || !head.values(HostRequests.SECRET).isEmpty()) {
            requests.answer(link, in, head, body, method, resource);
        } else {
            var opened = opening.open(link, resource.to());
            new PlainRequest(link, in, opened, buffers).run(head, body, method, resource);
        }
    }

    private void tunnel(Link link, Incoming in, Dialect dialect) throws IOException {
        HostPort to;
        try {
            to = dialect.asked();
        } catch (Malformed e) {
            note("", invalid(e));
            return;
        }
        Opening.Opened opened;
        try {
            opened = opening.open(link, to);
        } catch (Refusal why) {
            note(to.toString(), why);
            dialect.refused(why);
            return;
        }
        try {
            dialect.granted();
            new Tunnel(link, to, opened.far(), in, opened.count(), buffers).run();
        } catch (Refusal why) {
            if (link.cut().isEmpty()) {
                note(to.toString(), why);
            }
        } finally {
            link.cut().ifPresent(why -> note(to.toString(), why));
        }
    }

    /** A connection that could not be made is nobody's attempt at anything. */
    private void note(String to, Refusal why) {
        if (why.code() != Code.HTTP_FAILED) {
            refusals.add(to, why, System.nanoTime());
        }
    }

    private static Refusal invalid(Malformed e) {
        return new Refusal(
                Code.REQUEST_INVALID,
                "what was asked of the relay is " + e.getMessage(),
                "HTTP CONNECT, a request for an http URL, or SOCKS 5");
    }
}
