package dev.polar.host;

import dev.polar.host.oauth.AccessTokens;
import dev.polar.host.oauth.ProtectedResource;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Whose access tokens are taken at the front doors.
 *
 * @param resource what clients are told to get one; empty if nobody's are
 */
record Authorizing(AccessTokens tokens, Optional<ProtectedResource> resource) {
    /** @param address where the front doors are, once they are open */
    static Authorizing of(Settings settings, Supplier<String> address, InstantSource clock) {
        var issuers = settings.oauthIssuers().value();
        var scopes = settings.oauthScopes().value();
        if (issuers.isEmpty()) {
            return new Authorizing(AccessTokens.none(), Optional.empty());
        }
        var resource = new ProtectedResource(address, issuers, scopes);
        return new Authorizing(
                AccessTokens.of(issuers, settings.oauthKeys().value(), scopes, resource::resource, clock),
                Optional.of(resource));
    }
}
