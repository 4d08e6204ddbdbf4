package dev.polar.host.catalog;

import dev.polar.host.consent.Consented;

/**
 * A release that waits for an operator's yes. It is approved for nothing.
 *
 * @param ticket {@code upd-N}, what approve and deny are told
 */
public record Waiting(String ticket, Consented consent, Terms terms) {
    /** Reads the consent to keeping it. */
    static Waiting of(Consented consent) {
        return new Waiting(consent.body().getString("ticket"), consent, Terms.of(consent.body()));
    }
}
