package dev.polar.host.endpoint;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.net.BindException;
import java.util.Map;
import java.util.function.Consumer;
import org.eclipse.jetty.http.pathmap.PathSpec;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.PathMappingsHandler;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The listener, on loopback. Opened last at start, closed first at the end. */
public final class FrontServer implements AutoCloseable {
    private static final long DRAIN_MILLIS = 5_000;

    private final Server server;
    private final ServerConnector connector;

    private FrontServer(Server server, ServerConnector connector) {
        this.server = server;
        this.connector = connector;
    }

    /**
     * Starts listening.
     *
     * @param port 0 for a free one
     * @param turnedAway is told of whom the doorkeeper lets in nowhere
     * @param handlers by path: exact, or ending in {@code /*}
     * @throws Refusal {@code PORT_TAKEN}
     */
    public static FrontServer start(
            String host, int port, Consumer<Request> turnedAway, Map<String, Handler> handlers) {
        var threads = new QueuedThreadPool(16, 2);
        threads.setName("front");
        threads.setVirtualThreadsExecutor(VirtualThreads.getNamedVirtualThreadsExecutor("front-"));
        var server = new Server(threads);
        var http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendDateHeader(false);
        http.setRequestHeaderSize(16 << 10);
        var connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(host);
        connector.setPort(port);
        server.addConnector(connector);
        var paths = new PathMappingsHandler();
        handlers.forEach((path, handler) -> paths.addMapping(PathSpec.from(path), handler));
        server.setHandler(new Doorkeeper(connector::getLocalPort, turnedAway, paths));
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
