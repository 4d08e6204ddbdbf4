package dev.polar.host.admin;

import dev.polar.host.audit.Journal;
import dev.polar.host.consent.OperatorTokens;
import dev.polar.host.http.LiveIdentity;
import dev.polar.host.http.Protocols;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The same table over TLS 1.3, for operators from afar who show a token. There is none unless an operator wants it. */
public final class TlsServer implements AutoCloseable {
    private static final int MOST_CONNECTIONS = 256;

    private final Server server;
    private final String address;

    private TlsServer(Server server, String address) {
        this.server = server;
        this.address = address;
    }

    /**
     * Who may come in.
     *
     * @param agents the client that holds such a token, which is good for the front doors alone
     */
    public record Guests(
            OperatorTokens tokens, Function<String, Optional<String>> agents, Journal journal, InstantSource clock) {}

    /**
     * Starts listening.
     *
     * @param port 0 for a free one
     * @throws Refusal {@code SETTING_INVALID}
     */
    public static TlsServer start(String host, int port, LiveIdentity identity, List<Route> routes, Guests guests) {
        var threads = new QueuedThreadPool(16, 2);
        threads.setName("admin-tls");
        threads.setVirtualThreadsExecutor(VirtualThreads.getNamedVirtualThreadsExecutor("admin-tls-"));
        var server = new Server(threads);
        var connector = new ServerConnector(server, 1, 1, Protocols.tls(identity), Protocols.http());
        connector.setHost(host);
        connector.setPort(port);
        server.addConnector(connector);
        server.addBean(new NetworkConnectionLimit(MOST_CONNECTIONS, connector));
        server.setHandler(new AdminHandler(
                routes, new TokenDoorman(guests.tokens(), guests.agents(), guests.journal(), guests.clock())));
        try {
            server.start();
        } catch (Exception e) {
            stop(server);
            throw new Refusal(
                    Code.SETTING_INVALID,
                    "operators from afar cannot be listened to on " + host + ":" + port + ": " + e.getMessage(),
                    "another admin.tls, or none");
        }
        return new TlsServer(server, "https://" + host + ":" + connector.getLocalPort());
    }

    /** Where it listens: {@code https://host:port}. */
    public String address() {
        return address;
    }

    @Override
    public void close() {
        stop(server);
    }

    private static void stop(Server server) {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the operators' TLS listener did not stop", e);
        }
    }
}
