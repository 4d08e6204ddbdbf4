package dev.polar.host.revocation;

import dev.polar.host.consent.Consented;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.revocation.Revocation;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;

/**
 * What operators sign to let something back in.
 *
 * @param id the entry's
 * @param alone whether one operator asks for it: then it counts a day after it was announced
 */
record LiftBody(String id, String kind, String value, String reason, boolean alone) {
    static final String ACTION = "revocations.lift";

    /** How long everybody has to notice what one operator alone lifts. */
    static final Duration NOTICE = Duration.ofHours(24);

    static LiftBody of(Revocation entry, String reason, boolean alone) {
        return new LiftBody(entry.id(), entry.kind().label(), entry.value(), reason, alone);
    }

    static LiftBody of(Consented consent) {
        var body = consent.body();
        return new LiftBody(
                body.getString("revocation"),
                body.getString("kind"),
                body.getString("value"),
                body.getString("reason"),
                body.getBoolean("alone"));
    }

    JsonObject json() {
        return StrictJson.provider()
                .createObjectBuilder()
                .add("revocation", id)
                .add("kind", kind)
                .add("value", value)
                .add("reason", reason)
                .add("alone", alone)
                .build();
    }

    /** From when on a consent to it counts. */
    static Instant from(Consented consent) {
        return of(consent).alone() ? consent.at().plus(NOTICE) : consent.at();
    }
}
