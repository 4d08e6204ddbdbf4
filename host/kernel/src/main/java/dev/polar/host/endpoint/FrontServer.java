package dev.polar.host.endpoint;

import dev.polar.host.http.Address;
import dev.polar.host.http.LiveIdentity;
import dev.polar.host.http.Protocols;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.net.BindException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.eclipse.jetty.http.pathmap.PathSpec;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.PathMappingsHandler;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The listener, on loopback or with TLS. Opened last at start, closed first at the end. */
public final class FrontServer implements AutoCloseable {
    private static final long DRAIN_MILLIS = 5_000;
    private static final int MOST_CONNECTIONS = 4096;

    private final Server server;
    private final ServerConnector connector;

    private FrontServer(Server server, ServerConnector connector) {
        this.server = server;
        this.connector = connector;
    }

    /**
     * Where and as what it listens.
     *
     * @param port 0 for a free one
     * @param tls whom it speaks for over TLS; empty for none, on loopback
     * @param elsewhere how others know it, if they do
     */
    public record At(String host, int port, Optional<LiveIdentity> tls, Optional<Address> elsewhere) {}

    /** On loopback, without TLS. */
    public static FrontServer start(
            String host, int port, Consumer<Request> turnedAway, Map<String, Handler> handlers) {
        return start(new At(host, port, Optional.empty(), Optional.empty()), turnedAway, handlers);
    }

    /**
     * Starts listening.
     *
     * @param turnedAway is told of whom the doorkeeper lets in nowhere
     * @param handlers by path: exact, or ending in {@code /*}
     * @throws Refusal {@code PORT_TAKEN}
     */
    public static FrontServer start(At at, Consumer<Request> turnedAway, Map<String, Handler> handlers) {
        var host = at.host();
        int port = at.port();
        var threads = new QueuedThreadPool(16, 2);
        threads.setName("front");
        threads.setVirtualThreadsExecutor(VirtualThreads.getNamedVirtualThreadsExecutor("front-"));
        var server = new Server(threads);
        var connector = new ServerConnector(
                server,
                1,
                1,
                at.tls()
                        .map(identity -> new ConnectionFactory[] {Protocols.tls(identity), Protocols.http()})
                        .orElseGet(() -> new ConnectionFactory[] {Protocols.http()}));
        connector.setHost(host);
        connector.setPort(port);
        server.addConnector(connector);
        var paths = new PathMappingsHandler();
        handlers.forEach((path, handler) -> paths.addMapping(PathSpec.from(path), handler));
        Supplier<Address> here =
                () -> new Address(at.tls().isPresent() ? "https" : "http", host, connector.getLocalPort());
        server.setHandler(new Doorkeeper(here, at.elsewhere(), turnedAway, paths));
        at.tls().ifPresent(some -> server.addBean(new NetworkConnectionLimit(MOST_CONNECTIONS, connector)));
        server.setStopTimeout(DRAIN_MILLIS);
        try {
            server.start();
        } catch (Exception e) {
            stop(server);
            if (e instanceof BindException || e.getCause() instanceof BindException) {
                throw new Refusal(
                        Code.PORT_TAKEN,
                        "port " + port + " on " + host + " is in use",
                        "polar up --port 0 takes a free one",
                        Map.of("port", Integer.toString(port)));
            }
            throw new Refusal(
                    Code.SETTING_INVALID,
                    "cannot listen on " + host + ":" + port + ": " + e.getMessage(),
                    "--port 7777");
        }
        return new FrontServer(server, connector);
    }

    public int port() {
        return connector.getLocalPort();
    }

    @Override
    public void close() {
        stop(server);
    }

    private static void stop(Server server) {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the front server did not stop", e);
        }
    }
}
