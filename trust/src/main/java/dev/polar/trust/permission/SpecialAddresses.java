package dev.polar.trust.permission;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

/**
 * Addresses that lead to this machine, its network or a cloud's metadata service, and those that name nobody in
 * particular: after the special-purpose registries of IANA (RFC 6890), multicast, and addresses that carry an IPv4
 * address inside (RFC 6052, 3056, 4380), which are judged by it or taken for special.
 */
public final class SpecialAddresses {
    private record Block(byte[] prefix, int bits) {
        static Block of(String text) {
            int slash = text.indexOf('/');
            return new Block(
                    InetAddress.ofLiteral(text.substring(0, slash)).getAddress(),
                    Integer.parseInt(text.substring(slash + 1)));
        }

        boolean contains(byte[] address) {
            if (address.length != prefix.length) {
                return false;
            }
            int whole = bits / 8;
            int mask = 0xff00 >> bits % 8 & 0xff;
            return Arrays.equals(address, 0, whole, prefix, 0, whole)
                    && (bits % 8 == 0 || (address[whole] & mask) == (prefix[whole] & mask));
        }
    }

    private static final List<Block> BLOCKS = List.of(
                    "0.0.0.0/8", // this network
                    "10.0.0.0/8", // private
                    "100.64.0.0/10", // carrier-grade NAT, metadata of one cloud
                    "127.0.0.0/8", // loopback
                    "168.63.129.16/32", // metadata of one cloud, in public space
                    "169.254.0.0/16", // link-local, metadata
                    "172.16.0.0/12", // private
                    "192.0.0.0/24", // protocol assignments, metadata of one cloud
                    "192.0.2.0/24", // documentation
                    "192.88.99.0/24", // 6to4 relay
                    "192.168.0.0/16", // private
                    "198.18.0.0/15", // benchmarks
                    "198.51.100.0/24", // documentation
                    "203.0.113.0/24", // documentation
                    "224.0.0.0/3", // multicast, reserved, broadcast
                    "::/96", // unspecified, loopback, IPv4-compatible
                    "64:ff9b:1::/48", // local NAT64
                    "100::/64", // discard
                    "2001::/23", // protocol assignments, Teredo
                    "2001:db8::/32", // documentation
                    "2002::/16", // 6to4
                    "3fff::/20", // documentation
                    "5f00::/16", // segment routing
                    "fc00::/7", // unique local, metadata
                    "fe80::/10", // link-local
                    "fec0::/10", // site-local
                    "ff00::/8") // multicast
            .stream()
            .map(Block::of)
            .toList();

    private static final Block NAT64 = Block.of("64:ff9b::/96");

    private SpecialAddresses() {}

    /**
     * Whether a permission has to name this address.
     *
     * @param address 4 or 16 bytes, as {@link InetAddress#getAddress} gives them
     */
    public static boolean contains(byte[] address) {
        if (NAT64.contains(address)) {
            return contains(Arrays.copyOfRange(address, 12, 16));
        }
        return BLOCKS.stream().anyMatch(b -> b.contains(address));
    }
}
