package dev.polar.spi.channel;

/** How requests are authenticated. */
public sealed interface SignatureScheme {
    /** The host's own session cookie, with Origin and Sec-Fetch-Site checks. */
    record Session() implements SignatureScheme {}

    /** A secret of that name, in that header, compared in constant time. */
    record SharedSecret(String header, String secret) implements SignatureScheme {}
}
