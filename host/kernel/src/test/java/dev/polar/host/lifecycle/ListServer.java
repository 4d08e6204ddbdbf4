package dev.polar.host.lifecycle;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Serves a revocation list on 127.0.0.1, or misbehaves. */
final class ListServer implements AutoCloseable {
    private final HttpServer server;

    /** What is served next. */
    volatile byte[] list = new byte[0];

    /** The status it is served with. */
    volatile int status = 200;

    /** Sends a byte and no more. */
    volatile boolean slow;

    final AtomicInteger asked = new AtomicInteger();

    ListServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        asked.incrementAndGet();
        if (status / 100 == 3) {
            exchange.getResponseHeaders().add("Location", url() + "elsewhere");
        }
        exchange.sendResponseHeaders(status, slow ? 1_000 : list.length == 0 ? -1 : list.length);
        try (var body = exchange.getResponseBody()) {
            if (slow) {
                body.write('{');
                body.flush();
                return;
            }
            body.write(list);
        } catch (IOException gone) {
            // whoever asked has seen enough
        }
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/revocations.json";
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
