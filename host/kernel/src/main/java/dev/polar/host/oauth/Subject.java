package dev.polar.host.oauth;

import java.util.Optional;

/**
 * Whom an issuer gave an access token.
 *
 * @param issuer the claim {@code iss}, exactly
 * @param subject the claim {@code sub}, which means something with its issuer only
 * @param clientId the claim {@code client_id}: the program that holds the token
 */
public record Subject(String issuer, String subject, Optional<String> clientId) {
    /** The same, with whatever program. */
    public Subject withAnyProgram() {
        return new Subject(issuer, subject, Optional.empty());
    }

    @Override
    public String toString() {
        return subject + " of " + issuer + clientId.map(id -> ", with " + id).orElse("");
    }
}
