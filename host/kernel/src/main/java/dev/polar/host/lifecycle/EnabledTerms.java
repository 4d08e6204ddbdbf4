package dev.polar.host.lifecycle;

import dev.polar.host.catalog.Effects;
import dev.polar.host.catalog.Release;
import dev.polar.trust.key.Digest;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.Optional;

/**
 * What an operator last consented to of what a release offers: when it was enabled, when it took over from one that was, or
 * when its servers offered something else and that was approved.
 */
record EnabledTerms(JsonObject body) {
    static EnabledTerms of(Release release) {
        return new EnabledTerms(release.pinned().map(consent -> consent.body()).orElse(JsonValue.EMPTY_JSON_OBJECT));
    }

    Effects effects() {
        return body.containsKey("effects") ? Effects.of(body.getJsonObject("effects")) : Effects.NONE;
    }

    /** Under which digest the definitions are kept that were pinned, if its tools are discovered. */
    Optional<Digest> definitions() {
        return Optional.ofNullable(body.getString("definitions", null)).map(Digest::parse);
    }
}
