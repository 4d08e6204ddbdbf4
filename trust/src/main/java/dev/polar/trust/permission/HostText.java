package dev.polar.trust.permission;

import java.util.Locale;
import java.util.regex.Pattern;

/** Reads the host of a selector, strictly. */
final class HostText {
    private static final String LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
    private static final Pattern NAME = Pattern.compile(LABEL + "(?:\\." + LABEL + ")*");
    /** What some resolvers take for an IPv4 address: the last label is a number, decimal or hexadecimal. */
    private static final Pattern ENDS_IN_NUMBER = Pattern.compile("(?:.*\\.)?(?:[0-9]+|0x[0-9a-f]*)");

    private HostText() {}

    static Host read(Selector selector, String text) {
        if (text.equals("*")) {
            return new Host.Any();
        }
        if (text.startsWith("*.")) {
            return new Host.Below(requireName(selector, 2, text.substring(2)));
        }
        if (text.startsWith("[") && text.endsWith("]")) {
            return ipv6(selector, text);
        }
        if (Addresses.ipv4(text)) {
            return new Host.Address(text);
        }
        return new Host.Name(requireName(selector, 0, text));
    }

    static boolean name(String text) {
        return text.length() <= 253
                && NAME.matcher(text).matches()
                && !ENDS_IN_NUMBER.matcher(text).matches();
    }

    private static String requireName(Selector selector, int at, String text) {
        if (name(text)) {
            return text;
        }
        var rule =
                "a host is a lower-case name without trailing dot, a dotted IPv4 address or an IPv6 address in brackets";
        var better = text.toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
        if (name(better)) {
            throw selector.meant(at, rule, selector.text().replace(text, better));
        }
        throw selector.refused(at, rule);
    }

    private static Host ipv6(Selector selector, String text) {
        var inside = text.substring(1, text.length() - 1);
        var canonical = Addresses.canonical(inside);
        if (canonical.isEmpty()) {
            throw selector.refused(0, "this is not an IPv6 address");
        }
        if (!canonical.get().equals(inside)) {
            var better = new Host.Address(canonical.get()).toString();
            throw selector.meant(
                    0,
                    "the address is not in its canonical form",
                    selector.text().replace(text, better));
        }
        return new Host.Address(inside);
    }
}
