package dev.polar.host.http;

import dev.polar.spi.Trace;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/** W3C trace context, level 1: taken from the caller if it has one, begun here otherwise. */
public final class Traces {
    private static final Pattern FORM = Pattern.compile("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

    /** How long version and trace id are, with the dash after each. */
    private static final int TRACE_ID = 36;

    private Traces() {}

    /** A step of the caller's trace, so that each host on the way has one of its own; or a trace that begins here. */
    public static Trace of(Optional<String> given) {
        return within(given.orElse(""));
    }

    /** A step of the same trace; one that begins here, if there is none. */
    public static Trace within(String traceparent) {
        return is(traceparent)
                ? new Trace(traceparent.substring(0, TRACE_ID) + fresh().substring(TRACE_ID))
                : new Trace(fresh());
    }

    static boolean is(String traceparent) {
        return FORM.matcher(traceparent).matches();
    }

    private static String fresh() {
        var random = ThreadLocalRandom.current();
        var hex = HexFormat.of();
        return "00-" + hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong() | 1) + "-"
                + hex.toHexDigits(random.nextLong() | 1) + "-01";
    }
}
