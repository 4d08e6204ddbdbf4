package dev.polar.runtime.mcp;

import java.util.Locale;
import java.util.Set;

/** Addresses that the host gives: no server's content is there. */
public final class HostAddress {
    private static final Set<String> SCHEMES = Set.of("skill", "polar");

    private HostAddress() {}

    /** Whether only the host has something at that address, or at those of that template. */
    public static boolean is(String uri) {
        return SCHEMES.contains(uri.substring(0, Math.max(0, uri.indexOf(':'))).toLowerCase(Locale.ROOT));
    }
}
