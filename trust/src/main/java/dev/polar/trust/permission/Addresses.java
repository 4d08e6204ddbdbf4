package dev.polar.trust.permission;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/** Text of IP addresses: dotted IPv4 and RFC 5952 IPv6. No look-up ever happens here. */
final class Addresses {
    private static final String BYTE = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private static final Pattern IPV4 = Pattern.compile(BYTE + "(?:\\." + BYTE + "){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    private Addresses() {}

    static boolean ipv4(String text) {
        return IPV4.matcher(text).matches();
    }

    /** The canonical text of a literal; one that maps an IPv4 address is that IPv4 address. */
    static Optional<String> canonical(String literal) {
        if (ipv4(literal)) {
            return Optional.of(literal);
        }
        if (!IPV6.matcher(literal).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(text(InetAddress.ofLiteral(literal)));
        } catch (IllegalArgumentException notOne) {
            return Optional.empty();
        }
    }

    static String text(InetAddress address) {
        return address instanceof Inet4Address ? address.getHostAddress() : ipv6(address.getAddress());
    }

    static byte[] bytes(String canonical) {
        return InetAddress.ofLiteral(canonical).getAddress();
    }

    /** RFC 5952 section 4: no leading zeros, the longest run of two or more zero groups (the first of equals) is "::". */
    private static String ipv6(byte[] bytes) {
        int from = 8;
        int length = 1;
        for (int i = 0; i < 8; i++) {
            int run = i;
            while (run < 8 && group(bytes, run) == 0) {
                run++;
            }
            if (run - i > length) {
                from = i;
                length = run - i;
            }
        }
        if (from == 8) {
            return groups(bytes, 0, 8);
        }
        return groups(bytes, 0, from) + "::" + groups(bytes, from + length, 8);
    }

    private static String groups(byte[] bytes, int from, int to) {
        var text = new StringJoiner(":");
        for (int i = from; i < to; i++) {
            text.add(Integer.toHexString(group(bytes, i)));
        }
        return text.toString();
    }

    private static int group(byte[] bytes, int index) {
        return (bytes[2 * index] & 0xff) << 8 | bytes[2 * index + 1] & 0xff;
    }
}
