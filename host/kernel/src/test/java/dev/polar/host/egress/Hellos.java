package dev.polar.host.egress;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/** Hellos as a real client writes them, and parts put together by hand. */
final class Hellos {
    private Hellos() {}

    /** The records of a hello of the JDK's; no name, no server name in it. */
    static byte[] naming(String... names) {
        try {
            SSLEngine engine = SSLContext.getDefault().createSSLEngine();
            engine.setUseClientMode(true);
            var parameters = engine.getSSLParameters();
            parameters.setServerNames(
                    List.of(names).stream().<SNIServerName>map(SNIHostName::new).toList());
            engine.setSSLParameters(parameters);
            var out = ByteBuffer.allocate(32 << 10);
            engine.wrap(ByteBuffer.allocate(0), out);
            var bytes = new byte[out.flip().remaining()];
            out.get(bytes);
            return bytes;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** The message in such records, without its own header. */
    static byte[] body(byte[] records) {
        var body = new byte[records.length - 9];
        System.arraycopy(records, 9, body, 0, body.length);
        return body;
    }

    /** One hello with these extensions, in one record. */
    static byte[] with(byte[]... extensions) {
        var all = join(extensions);
        return record(join(bytes(3, 3), new byte[32], bytes(0), bytes(0, 2, 0x13, 1), bytes(1, 0), vector(2, all)));
    }

    static byte[] serverName(String name) {
        return extension(0, vector(2, join(bytes(0), vector(2, name.getBytes()))));
    }

    static byte[] extension(int type, byte[] content) {
        return join(bytes(type >> 8, type), vector(2, content));
    }

    /** A message in records of at most that size. */
    static byte[] records(byte[] body, int size) {
        var message = join(bytes(1), vector(3, body));
        var out = new ByteArrayOutputStream();
        for (int i = 0; i < message.length; i += size) {
            int n = Math.min(size, message.length - i);
            out.writeBytes(bytes(22, 3, 1, n >> 8, n));
            out.write(message, i, n);
        }
        return out.toByteArray();
    }

    private static byte[] record(byte[] body) {
        return records(body, 1 << 14);
    }

    static byte[] vector(int size, byte[] content) {
        var length = new byte[size];
        for (int i = 0; i < size; i++) {
            length[size - 1 - i] = (byte) (content.length >> 8 * i);
        }
        return join(length, content);
    }

    static byte[] bytes(int... values) {
        var bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    static byte[] join(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (var part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
