package dev.polar.host.catalog;

import dev.polar.adminapi.Request;
import dev.polar.host.audit.Journal;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.admission.Level;

/** {@code trust.level NAME} with {@code level}. Where its plugins would run otherwise, they have to be looked at again. */
public final class Relevelling extends ChangingPublisher {
    static final String ACTION = "trust.level";

    public Relevelling(TrustReader trust, Journal journal, TrustChanged changed) {
        super(trust, journal, changed);
    }

    @Override
    public String action() {
        return ACTION;
    }

    @Override
    Enrolment become(Enrolment now, Request request) {
        var level = AddingPublisher.level(request.with().getOrDefault("level", ""));
        if (now.reviewer()) {
            throw new Refusal(
                    Code.STATE_CONFLICT,
                    "'" + now.name() + "' is a reviewer, and a reviewer has no level",
                    "polar trust show " + now.name());
        }
        if (level == now.level()) {
            throw new Refusal(
                    Code.STATE_CONFLICT,
                    "publisher '" + now.name() + "' has level " + level.label() + " already",
                    "polar trust show " + now.name());
        }
        return now.at(level);
    }

    @Override
    boolean plain(Enrolment now, Enrolment then) {
        return then.level() == Level.COMMUNITY;
    }

    @Override
    String consequence() {
        return "if it would run elsewhere at that level, it is set aside until it is approved so";
    }

    @Override
    String done(Enrolment then) {
        return "publisher " + then.name() + " has level " + then.level().label();
    }
}
