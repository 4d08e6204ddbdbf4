package dev.polar.host.oauth;

/** Why a token is none; the text may go into a header field. */
final class Flaw extends RuntimeException {
    private static final long serialVersionUID = 1;

    Flaw(String message) {
        super(message, null, false, false);
    }

    String why() {
        return String.valueOf(getMessage());
    }
}
