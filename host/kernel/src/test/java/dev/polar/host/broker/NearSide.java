package dev.polar.host.broker;

import dev.polar.runtime.child.Egress;
import java.io.IOException;
import java.io.InputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** The child's end of one connection to its relay. */
final class NearSide implements AutoCloseable {
    private final SocketChannel channel;
    private final InputStream in;

    private NearSide(SocketChannel channel) {
        this.channel = channel;
        this.in = Channels.newInputStream(channel);
    }

    static NearSide of(Egress.Opened way) throws IOException {
        return new NearSide(SocketChannel.open(UnixDomainSocketAddress.of(way.socket())));
    }

    /** What the relay and whoever is behind it answer until they close. */
    static String ask(Egress.Opened way, String text) throws IOException {
        try (var side = of(way).send(text)) {
            return side.rest();
        }
    }

    NearSide send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    NearSide send(byte[] bytes) throws IOException {
        var rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining()) {
            channel.write(rest);
        }
        return this;
    }

    NearSide hex(String bytes) throws IOException {
        return send(HexFormat.of().parseHex(bytes.replace(" ", "")));
    }

    NearSide connect(String to) throws IOException {
        return send("CONNECT " + to + " HTTP/1.1\r\nHost: " + to + "\r\n\r\n");
    }

    NearSide end() throws IOException {
        channel.shutdownOutput();
        return this;
    }

    String line() throws IOException {
        var line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            line.append((char) c);
        }
        return line.toString().strip();
    }

    String hex(int count) throws IOException {
        return HexFormat.of().formatHex(in.readNBytes(count));
    }

    int read() throws IOException {
        return in.read();
    }

    /** Up to the end; a connection that is cut off has one too. */
    String rest() {
        var text = new StringBuilder();
        try {
            for (int c = in.read(); c >= 0; c = in.read()) {
                text.append((char) c);
            }
        } catch (IOException cut) {
            // that is an end
        }
        return text.toString();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
