package dev.polar.spi;

/** The plugin's documents; needs {@code documents.read} and {@code documents.write}. No query without a scope. */
public interface Documents {
    /**
     * The documents of one collection within one scope. A call made for a {@link Caller.ChannelUser} reaches that room
     * and that user alone: {@code channel:KIND:ACCOUNT:ROOM} as chat and {@code channel:KIND:ACCOUNT:USER} as user, with
     * {@code %} and {@code :} inside the parts written {@code %25} and {@code %3A}. For other callers the ids are the
     * plugin's choice.
     *
     * @throws Refusal {@code PERMISSION_DENIED}
     */
    DocumentSet in(Scope scope, String collection);
}
