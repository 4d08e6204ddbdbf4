package dev.polar.host.admin;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.unixdomain.server.UnixDomainServerConnector;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The socket, {@code admin.sock} in the data directory: owner-only, gone with the host. */
public final class AdminServer implements AutoCloseable {
    private static final int MAX_SOCKET_PATH = 104;

    private final Server server;
    private final Path socket;

    private AdminServer(Server server, Path socket) {
        this.server = server;
        this.socket = socket;
    }

    /** @throws Refusal {@code SETTING_INVALID} if the data directory's path is too long for a socket */
    public static AdminServer start(Path dataDir, List<Route> routes) {
        var socket = dataDir.resolve("admin.sock");
        if (socket.toString().length() > MAX_SOCKET_PATH) {
            throw new Refusal(
                    Code.SETTING_INVALID,
                    "the data directory's path is too long for a Unix socket: " + dataDir,
                    "choose one of at most " + (MAX_SOCKET_PATH - "/admin.sock".length()) + " characters");
        }
        var threads = new QueuedThreadPool(8, 2);
        threads.setName("admin");
        threads.setVirtualThreadsExecutor(VirtualThreads.getNamedVirtualThreadsExecutor("admin-"));
        var server = new Server(threads);
        var http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendDateHeader(false);
        var connector = new UnixDomainServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setUnixDomainPath(socket);
        server.addConnector(connector);
        server.setHandler(new AdminHandler(routes, new SocketDoorman()));
        try {
            Files.deleteIfExists(socket);
            server.start();
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
        } catch (Exception e) {
            throw new Refusal(
                    Code.SETTING_INVALID,
                    "cannot listen on " + socket + ": " + e.getMessage(),
                    "check the data directory");
        }
        return new AdminServer(server, socket);
    }

    @Override
    public void close() {
        try {
            server.stop();
            Files.deleteIfExists(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Exception e) {
            throw new IllegalStateException("the admin socket did not stop", e);
        }
    }
}
