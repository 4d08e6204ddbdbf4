package dev.polar.host.catalog;

import dev.polar.adminapi.Request;
import dev.polar.host.audit.Journal;
import dev.polar.host.consent.Consented;
import dev.polar.spi.Refusal;
import dev.polar.trust.attestation.Envelope;
import dev.polar.trust.attestation.KeyChange;
import java.nio.charset.StandardCharsets;

/**
 * {@code trust.rekey NAME} with {@code statement}, the file that its old and its new keys signed. What was approved goes on;
 * nothing new comes in with the old keys.
 */
public final class Rekeying extends ChangingPublisher {
    static final String ACTION = "trust.rekey";

    public Rekeying(TrustReader trust, Journal journal, TrustChanged changed) {
        super(trust, journal, changed);
    }

    @Override
    public String action() {
        return ACTION;
    }

    @Override
    Enrolment become(Enrolment now, Request request) {
        var change = verified(request, now);
        return now.with(change.keys(), change.threshold());
    }

    /** Whether the publisher itself said what the operator consented to: one operator alone replaces nobody's keys. */
    static boolean counts(Consented consent, Enrolment now) {
        try {
            var change = verified(consent.statement().request(), now);
            var then = Enrolment.of(consent);
            return then.equals(now.with(change.keys(), change.threshold()));
        } catch (Refusal refused) {
            return false;
        }
    }

    private static KeyChange verified(Request request, Enrolment now) {
        var text = request.with().getOrDefault("statement", "");
        var envelope = Envelope.parse(text.getBytes(StandardCharsets.UTF_8));
        return KeyChange.verified(envelope, now.keys(), now.threshold());
    }

    @Override
    boolean plain(Enrolment now, Enrolment then) {
        return then.threshold() >= now.threshold();
    }

    @Override
    String consequence() {
        return "goes on as it was approved";
    }

    @Override
    String done(Enrolment then) {
        return "publisher " + then.name() + " signs with other keys from now on";
    }
}
