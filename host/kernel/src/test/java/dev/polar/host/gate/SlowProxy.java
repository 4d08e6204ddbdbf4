package dev.polar.host.gate;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** Stands between a host and its PostgreSQL and holds up every COMMIT on its way there, or every answer to one. */
final class SlowProxy implements AutoCloseable {
    enum Held {
        NOTHING,
        COMMIT,
        ANSWER
    }

    private final int target;
    private final ServerSocket listener = new ServerSocket();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Duration delay;
    private volatile Held held = Held.NOTHING;

    SlowProxy(int target, Duration delay) throws IOException {
        this.target = target;
        this.delay = delay;
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    void hold(Held what) {
        held = what;
    }

    private void accept() {
        try {
            while (true) {
                var client = listener.accept();
                var server = new Socket(InetAddress.getLoopbackAddress(), target);
                open.add(client);
                open.add(server);
                var committing = new Committing();
                Thread.ofVirtual().start(() -> copy(client, server, committing::there));
                Thread.ofVirtual().start(() -> copy(server, client, committing::back));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private interface Way {
        void before(byte[] bytes, int length);
    }

    private final class Committing {
        private volatile boolean committing;

        void there(byte[] bytes, int length) {
            if (new String(bytes, 0, length, StandardCharsets.ISO_8859_1).contains("COMMIT")) {
                committing = true;
                pass(Held.COMMIT);
            }
        }

        void back(byte[] bytes, int length) {
            if (committing && new String(bytes, 0, length, StandardCharsets.ISO_8859_1).contains("COMMIT")) {
                committing = false;
                pass(Held.ANSWER);
            }
        }

        private void pass(Held where) {
            if (held == where) {
                LockSupport.parkNanos(delay.toNanos());
            }
        }
    }

    /** What has arrived goes on even if its sender is gone, and only then the end of it. */
    private static void copy(Socket from, Socket to, Way way) {
        var buffer = new byte[64 * 1024];
        try (to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            int read;
            while ((read = in.read(buffer)) > 0) {
                way.before(buffer, read);
                out.write(buffer, 0, read);
            }
        } catch (IOException e) {
            // one side went away
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
