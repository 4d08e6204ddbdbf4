package dev.polar.host.catalog;

import dev.polar.adminapi.Request;
import dev.polar.host.audit.Journal;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;

/**
 * {@code trust.replace NAME} with {@code key} and {@code threshold}: its keys are lost, and two operators believe to know
 * the new ones. What the lost keys signed does not run until it is approved again.
 */
public final class Replacing extends ChangingPublisher {
    static final String ACTION = "trust.replace";

    public Replacing(TrustReader trust, Journal journal, TrustChanged changed) {
        super(trust, journal, changed);
    }

    @Override
    public String action() {
        return ACTION;
    }

    @Override
    Enrolment become(Enrolment now, Request request) {
        var keys = AddingPublisher.keys(request);
        if (keys.stream().anyMatch(now.keys()::contains)) {
            throw new Refusal(
                    Code.KEY_INVALID,
                    "a lost key cannot take its own place",
                    "keys that are not lost change by a statement: polar trust rekey " + now.name());
        }
        return now.with(keys, AddingPublisher.threshold(request.with().getOrDefault("threshold", "1"), keys.size()));
    }

    @Override
    boolean plain(Enrolment now, Enrolment then) {
        return false;
    }

    @Override
    String consequence() {
        return "stops (SIGNER_CHANGED) until a release signed with the new keys is approved";
    }

    @Override
    String done(Enrolment then) {
        return "replaced the lost keys of publisher " + then.name();
    }
}
