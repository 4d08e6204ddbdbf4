package dev.polar.bench;

import dev.polar.host.egress.HostPort;
import dev.polar.host.egress.Passage;
import dev.polar.host.egress.Relays;
import dev.polar.host.store.Transaction;
import dev.polar.runtime.GenerationId;
import dev.polar.spi.HttpCall;
import dev.polar.spi.HttpReply;
import dev.polar.spi.PluginId;
import dev.polar.trust.permission.Grant;
import dev.polar.worker.egress.Way;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** What the way out of a cage costs: the same bytes from the same server, directly, through the relay, and through both halves. */
final class RelayPart {
    private static final long BYTES = 512L << 20;
    private static final int RUNS = 5;
    private static final int TRIPS = 5_000;
    private static final int OPENINGS = 300;
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    /** How to reach the server, and what to say first. */
    private record Route(String name, SocketAddress at, String hello) {
        SocketChannel open() throws IOException {
            var channel = SocketChannel.open(at);
            if (!hello.isEmpty()) {
                channel.write(ByteBuffer.wrap(hello.getBytes(StandardCharsets.US_ASCII)));
                var answer = new StringBuilder();
                for (var one = ByteBuffer.allocate(1); answer.indexOf("\r\n\r\n") < 0; one.clear()) {
                    if (channel.read(one) < 0) {
                        throw new IOException("the relay refused: " + answer);
                    }
                    answer.append((char) one.get(0));
                }
            }
            return channel;
        }
    }

    private RelayPart() {}

    static String run(Path scratch) throws IOException {
        try (var server = ServerSocketChannel.open().bind(new InetSocketAddress(LOOPBACK, 0));
                var relays = Relays.in(scratch, new NoJournal(new Transaction(null)))) {
            Thread.ofPlatform().daemon().start(() -> serve(server));
            int port = ((InetSocketAddress) server.getLocalAddress()).getPort();
            var id = new GenerationId(new PluginId("acme.bench"), "1.0.0", "sha256:" + "0".repeat(64), 1);
            var passage = new Everything(Grant.parse(List.of("net.connect(127.0.0.1:" + port + ")")));
            var hello = "CONNECT 127.0.0.1:" + port + " HTTP/1.1\r\n\r\n";
            try (var out = relays.of(id, passage).open("bench");
                    var way = Way.open(out.socket(), 0)) {
                return page(List.of(
                        new Route("directly", server.getLocalAddress(), ""),
                        new Route("through the relay", UnixDomainSocketAddress.of(out.socket()), hello),
                        new Route("through forwarder and relay", new InetSocketAddress(LOOPBACK, way.port()), hello)));
            }
        }
    }

    private static String page(List<Route> routes) throws IOException {
        var page = new Page(
                "The way out of a cage", "route", "MiB/s, one connection", "of direct", "round trip", "opening");
        double direct = 0;
        for (var route : routes) {
            stream(route);
            var rates = new double[RUNS];
            for (int i = 0; i < RUNS; i++) {
                rates[i] = stream(route);
            }
            var rate = new Samples(rates);
            direct = direct == 0 ? rate.median() : direct;
            page.row(
                    route.name(),
                    rate.spread(),
                    Samples.number(100 * rate.median() / direct) + " %",
                    trips(route).spread() + " µs",
                    openings(route).spread() + " µs");
        }
        return page.say("From a server on loopback, without TLS, " + (BYTES >> 20) + " MiB each time, median of " + RUNS
                        + "; one byte there and back, median of " + TRIPS + "; opening with the host's check, and no"
                        + " journal. Client, server and both halves share this JVM and its cores.")
                .toString();
    }

    /** MiB a second. */
    private static double stream(Route route) throws IOException {
        try (var channel = route.open()) {
            long start = System.nanoTime();
            channel.write(ByteBuffer.wrap(new byte[] {1}));
            var buffer = ByteBuffer.allocateDirect(64 << 10);
            long left = BYTES;
            while (left > 0) {
                int n = channel.read(buffer.clear());
                if (n < 0) {
                    throw new IOException("it ended too early");
                }
                left -= n;
            }
            return (BYTES >> 20) / ((System.nanoTime() - start) / 1e9);
        }
    }

    private static Samples trips(Route route) throws IOException {
        try (var channel = route.open()) {
            var micros = new double[TRIPS];
            var one = ByteBuffer.allocateDirect(1);
            for (int i = -TRIPS; i < TRIPS; i++) {
                long start = System.nanoTime();
                channel.write(one.clear().put((byte) 2).flip());
                channel.read(one.clear());
                micros[Math.max(0, i)] = (System.nanoTime() - start) / 1e3;
            }
            return new Samples(micros);
        }
    }

    private static Samples openings(Route route) throws IOException {
        var micros = new double[OPENINGS];
        for (int i = -OPENINGS; i < OPENINGS; i++) {
            long start = System.nanoTime();
            route.open().close();
            micros[Math.max(0, i)] = (System.nanoTime() - start) / 1e3;
        }
        return new Samples(micros);
    }

    /** Answers 1 with a stream, and anything else with itself. */
    private static void serve(ServerSocketChannel server) {
        try {
            while (true) {
                var channel = server.accept();
                Thread.ofPlatform().daemon().start(() -> answer(channel));
            }
        } catch (IOException closed) {
            // measured
        }
    }

    private static void answer(SocketChannel channel) {
        try (channel) {
            var one = ByteBuffer.allocateDirect(1);
            while (channel.read(one.clear()) > 0) {
                if (one.get(0) == 1) {
                    var buffer = ByteBuffer.allocateDirect(64 << 10);
                    for (long left = BYTES; left > 0; ) {
                        left -= channel.write(buffer.clear().limit((int) Math.min(left, buffer.capacity())));
                    }
                } else {
                    channel.write(one.flip());
                }
            }
        } catch (IOException gone) {
            // the client has what it wanted
        }
    }

    /** A broker that looks at the grant alone. */
    private record Everything(Grant grant) implements Passage {
        @Override
        public List<InetAddress> enter(HostPort to) {
            requireMay(to);
            return List.of(LOOPBACK);
        }

        @Override
        public void requireMay(HostPort to) {
            if (grant.allowing(to.access()).isEmpty()) {
                throw new IllegalArgumentException("not granted: " + to);
            }
        }

        @Override
        public Grant live() {
            return grant;
        }

        @Override
        public void requireHeld(HostPort to, InetAddress at) {
            requireMay(to);
        }

        @Override
        public HttpReply send(HttpCall call) {
            throw new IllegalStateException("nothing is asked of the host");
        }
    }
}
