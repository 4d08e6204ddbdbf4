package dev.polar.host.lifecycle;

import dev.polar.host.catalog.Effects;
import dev.polar.host.consent.Consented;
import dev.polar.trust.key.Digest;
import jakarta.json.JsonObject;
import java.util.Optional;

/** What an operator consented to when a release was enabled, or took over from one that was. */
record EnabledTerms(JsonObject body) {
    static EnabledTerms of(Consented enabled) {
        return new EnabledTerms(enabled.body());
    }

    Effects effects() {
        return Effects.of(body.getJsonObject("effects"));
    }

    /** Under which digest the definitions are kept that were pinned, if its tools are discovered. */
    Optional<Digest> definitions() {
        return Optional.ofNullable(body.getString("definitions", null)).map(Digest::parse);
    }
}
