/**
 * The host as a resource server of OAuth 2.1. {@link dev.polar.host.oauth.ProtectedResource} tells clients whose access
 * tokens are taken, {@link dev.polar.host.oauth.AccessTokens} judges those that they bring: an {@code Issuer} has keys, read
 * from where a {@code KeySource} says, a {@code Jwt} is signed with one of them by one of few {@code Algorithm}s, and {@code
 * Claims} says whether what it says holds here. What is left is a {@link dev.polar.host.oauth.Subject}: who it is, by which
 * alone nobody comes in.
 *
 * <p>Sources: RFC 9728 (metadata), RFC 9068 (access tokens), RFC 7515 to 7518 and 8037 (signatures and keys), RFC 8414 and
 * OpenID Connect Discovery (where keys are), RFC 8725 (what goes wrong with such tokens).
 */
@NullMarked
package dev.polar.host.oauth;

import org.jspecify.annotations.NullMarked;
