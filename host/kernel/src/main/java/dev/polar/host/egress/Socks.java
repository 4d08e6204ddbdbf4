package dev.polar.host.egress;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;

/** SOCKS 5 (RFC 1928): CONNECT alone, without authentication; names are looked up here. */
final class Socks implements Dialect {
    static final int VERSION = 5;

    private static final int NO_AUTHENTICATION = 0;
    private static final int NONE_ACCEPTABLE = 0xff;
    private static final int CONNECT = 1;
    private static final int IPV4 = 1;
    private static final int NAME = 3;
    private static final int IPV6 = 4;

    private static final int DONE = 0;
    private static final int NOT_ALLOWED = 2;
    private static final int HOST_UNREACHABLE = 4;
    private static final int COMMAND_UNKNOWN = 7;
    private static final int ADDRESS_UNKNOWN = 8;

    private final Incoming in;
    private final WritableByteChannel out;

    Socks(Incoming in, WritableByteChannel out) {
        this.in = in;
        this.out = out;
    }

    @Override
    public HostPort asked() throws IOException {
        greet();
        if (in.take(1)[0] != VERSION) {
            throw new Malformed("SOCKS of another version than it began with");
        }
        int command = in.take(1)[0] & 0xff;
        in.take(1);
        var host = host(in.take(1)[0] & 0xff);
        int port = new Octets(in.take(2)).number(2);
        if (command != CONNECT) {
            answer(COMMAND_UNKNOWN);
            throw new Malformed("a SOCKS command other than CONNECT");
        }
        return HostPort.parse(host, Integer.toString(port)).orElseThrow(() -> unusable("no host and port"));
    }

    private void greet() throws IOException {
        in.take(1);
        var methods = in.take(in.take(1)[0] & 0xff);
        for (byte method : methods) {
            if (method == NO_AUTHENTICATION) {
                out.write(ByteBuffer.wrap(new byte[] {VERSION, NO_AUTHENTICATION}));
                return;
            }
        }
        out.write(ByteBuffer.wrap(new byte[] {VERSION, (byte) NONE_ACCEPTABLE}));
        throw new Malformed("SOCKS with authentication only");
    }

    private String host(int type) throws IOException {
        return switch (type) {
            case IPV4 -> InetAddress.getByAddress(in.take(4)).getHostAddress();
            case IPV6 -> bracketed(InetAddress.getByAddress(in.take(16)).getHostAddress());
            case NAME -> {
                var name = new String(in.take(in.take(1)[0] & 0xff), StandardCharsets.ISO_8859_1);
                yield bracketed(name);
            }
            default -> throw unusable("an address of an unknown kind");
        };
    }

    /** One that maps an IPv4 address has become that. */
    private static String bracketed(String address) {
        return address.indexOf(':') >= 0 && !address.startsWith("[") ? "[" + address + "]" : address;
    }

    private Malformed unusable(String what) {
        answerQuietly(ADDRESS_UNKNOWN);
        return new Malformed(what);
    }

    @Override
    public void granted() throws IOException {
        answer(DONE);
    }

    @Override
    public void refused(Refusal why) {
        answerQuietly(why.code() == Code.HTTP_FAILED ? HOST_UNREACHABLE : NOT_ALLOWED);
    }

    private void answerQuietly(int reply) {
        try {
            answer(reply);
        } catch (IOException gone) {
            // nobody is there to be told
        }
    }

    /** Where from is nobody's business: the address of the host is not told. */
    private void answer(int reply) throws IOException {
        out.write(ByteBuffer.wrap(new byte[] {VERSION, (byte) reply, 0, IPV4, 0, 0, 0, 0, 0, 0}));
    }
}
