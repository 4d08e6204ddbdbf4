package dev.polar.host.audit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Stands between a host and its PostgreSQL and loses what a network loses at the worst moment. */
final class LosingProxy implements AutoCloseable {
    enum Loss {
        NOTHING,
        /** The server sees the connection end instead of the next COMMIT. */
        COMMIT,
        /** The server sees nothing any more, not even an end. */
        EVERYTHING,
        /** The server commits and its answer does not arrive. */
        ANSWER
    }

    private final int target;
    private final ServerSocket listener = new ServerSocket();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile Loss loss = Loss.NOTHING;
    private volatile boolean goAway;
    private volatile boolean away;

    LosingProxy(int target) throws IOException {
        this.target = target;
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Loses that once; afterwards nothing, or everything until {@link #comeBack}. */
    void loseNext(Loss what, boolean thenAway) {
        away = false;
        loss = what;
        goAway = thenAway;
    }

    void comeBack() {
        away = false;
    }

    private void accept() {
        try {
            while (true) {
                var client = listener.accept();
                if (away) {
                    client.close();
                    continue;
                }
                var server = new Socket(InetAddress.getLoopbackAddress(), target);
                open.add(client);
                open.add(server);
                Thread.ofVirtual().start(() -> toServer(client, server));
                Thread.ofVirtual().start(() -> copy(server, client));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void toServer(Socket client, Socket server) {
        var buffer = new byte[64 * 1024];
        try (client) {
            int read;
            while ((read = client.getInputStream().read(buffer)) > 0) {
                boolean commit = new String(buffer, 0, read, StandardCharsets.ISO_8859_1).contains("COMMIT");
                if (commit && loss != Loss.NOTHING) {
                    lose(client, server, buffer, read);
                    return;
                }
                server.getOutputStream().write(buffer, 0, read);
            }
        } catch (IOException e) {
            // one side went away
        }
    }

    private void lose(Socket client, Socket server, byte[] buffer, int read) throws IOException {
        var what = loss;
        loss = Loss.NOTHING;
        away = goAway;
        if (what == Loss.COMMIT) {
            server.close();
        }
        if (what == Loss.ANSWER) {
            client.close();
            server.getOutputStream().write(buffer, 0, read);
            // Whatever the server still says goes nowhere; only then does it see the end.
            server.shutdownOutput();
        }
    }

    /** Reads on after the client is gone, so that the server is not cut short. */
    private static void copy(Socket server, Socket client) {
        var buffer = new byte[64 * 1024];
        try (server) {
            int read;
            while ((read = server.getInputStream().read(buffer)) > 0) {
                forward(client, buffer, read);
            }
        } catch (IOException e) {
            // the server went away
        }
    }

    private static void forward(Socket client, byte[] buffer, int read) {
        try {
            client.getOutputStream().write(buffer, 0, read);
        } catch (IOException e) {
            // lost, as it should be
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (var socket : open) {
            socket.close();
        }
    }
}
