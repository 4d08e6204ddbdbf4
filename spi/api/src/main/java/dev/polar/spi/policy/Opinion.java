package dev.polar.spi.policy;

/** What a rule says to one call. There is no word that allows anything. */
public sealed interface Opinion {
    /** Nothing against it. */
    record Pass() implements Opinion {}

    /** An operator should look at it first. */
    record Ask(String reason) implements Opinion {}

    /** No. */
    record Deny(String reason) implements Opinion {}

    static Opinion pass() {
        return new Pass();
    }

    /** @param reason one line for whoever is to approve; more than 200 characters are cut */
    static Opinion ask(String reason) {
        return new Ask(reason);
    }

    /** @param reason one line for whoever called; more than 200 characters are cut */
    static Opinion deny(String reason) {
        return new Deny(reason);
    }
}
