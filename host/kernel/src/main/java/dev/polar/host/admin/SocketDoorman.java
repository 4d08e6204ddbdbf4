package dev.polar.host.admin;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import jdk.net.ExtendedSocketOptions;
import org.eclipse.jetty.server.Request;

/** At the socket the kernel says who is at the other end. */
final class SocketDoorman implements Doorman {
    @Override
    public Asker admit(Request request) throws IOException {
        var transport =
                request.getConnectionMetaData().getConnection().getEndPoint().getTransport();
        return new Asker.Local(
                transport instanceof SocketChannel channel
                        ? channel.getOption(ExtendedSocketOptions.SO_PEERCRED)
                                .user()
                                .getName()
                        : "unknown");
    }
}
