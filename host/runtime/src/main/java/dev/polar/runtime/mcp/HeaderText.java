package dev.polar.runtime.mcp;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;

/** A value in a header field: as it is, or in base64 between marks (2026-07-28, streamable-http, "Value Encoding"). */
final class HeaderText {
    private static final Pattern SAFE = Pattern.compile("(?:[!-~](?:[ \\t!-~]*[!-~])?)?");

    private HeaderText() {}

    static String of(String value) {
        boolean marked = value.startsWith("=?base64?") && value.endsWith("?=");
        if (SAFE.matcher(value).matches() && !marked) {
            return value;
        }
        return "=?base64?" + Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8)) + "?=";
    }
}
