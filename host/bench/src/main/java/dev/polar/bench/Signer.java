package dev.polar.bench;

import dev.polar.adminapi.Consent;
import dev.polar.adminapi.Request;
import dev.polar.host.consent.Consents;
import dev.polar.host.consent.Statement;
import dev.polar.trust.attestation.Dsse;
import dev.polar.trust.key.SigningKey;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/** An operator who reads no plan before signing it. */
record Signer(Consents consents, SigningKey key) {
    Consent signed(Request request) {
        var statement = Base64.getDecoder().decode(consents.plan(request).statement());
        var envelope = Dsse.sign(Statement.TYPE, statement, key);
        return new Consent(new String(envelope.bytes(), StandardCharsets.UTF_8), Map.of());
    }

    void carryOut(Consent consent) {
        consents.commit(consent);
    }
}
