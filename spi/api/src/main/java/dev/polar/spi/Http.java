package dev.polar.spi;

/** Outbound HTTP; needs {@code net.connect(host:port)}. */
public interface Http {
    /**
     * Sends one request. The address is checked after name resolution and again on every redirect.
     *
     * @throws Refusal {@code PERMISSION_DENIED}, {@code HTTP_FAILED}, {@code HTTP_TOO_LARGE}
     */
    HttpReply send(HttpCall call);
}
