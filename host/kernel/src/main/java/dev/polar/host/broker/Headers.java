package dev.polar.host.broker;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What a header may look like (RFC 9110 section 5), and which ones the host writes itself. */
final class Headers {
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}");
    private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7e\\t]{0,8192}");

    /** Framing, routing, and an encoding that could hide a secret in the answer from the mask. */
    private static final Set<String> KEPT = Set.of(
            "host",
            "connection",
            "content-length",
            "transfer-encoding",
            "te",
            "trailer",
            "upgrade",
            "expect",
            "keep-alive",
            "proxy-authorization",
            "proxy-connection",
            "accept-encoding");

    private Headers() {}

    static boolean name(String text) {
        return NAME.matcher(text).matches();
    }

    static boolean value(String text) {
        return VALUE.matcher(text).matches();
    }

    /** Whether the host alone writes it. */
    static boolean kept(String name) {
        return KEPT.contains(name.toLowerCase(Locale.ROOT));
    }
}
