package dev.polar.runtime;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a server may want of the client behind a call, if it was granted and the client can. */
public enum Inquiry {
    /** Input of the person at the client. */
    ELICITATION("elicitation/create"),
    /** An answer of the client's model. */
    SAMPLING("sampling/createMessage"),
    /** Which folders the client works in. */
    ROOTS("roots/list");

    private final String method;

    Inquiry(String method) {
        this.method = method;
    }

    /** The one that is asked with that method. */
    public static Optional<Inquiry> of(String method) {
        return Arrays.stream(values())
                .filter(inquiry -> inquiry.method.equals(method))
                .findFirst();
    }

    /** The JSON-RPC method. */
    public String method() {
        return method;
    }

    /** The name of the client's capability, and of what {@code client.ask} selects. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The permission that a server needs for it, as records and people write it. */
    public String permission() {
        return "client.ask(" + text() + ")";
    }
}
