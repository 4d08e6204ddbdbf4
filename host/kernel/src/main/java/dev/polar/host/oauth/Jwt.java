package dev.polar.host.oauth;

import dev.polar.trust.json.JsonFault;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A signed JSON Web Token (RFC 7519) in its compact form (RFC 7515, section 3.1), read strictly and not yet believed.
 *
 * <p>Of the header nothing counts but {@code alg}, {@code kid} and {@code typ}: a key or an address of one that the token
 * brings along ({@code jwk}, {@code jku}, {@code x5c}, {@code x5u}) is never looked at, and whoever says that something else
 * is critical says it in vain.
 *
 * @param signed the bytes under the signature
 */
record Jwt(Algorithm algorithm, String keyId, JsonObject claims, byte[] signed, byte[] signature) {
    static final int LONGEST = 8 << 10;

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");
    private static final StrictJson.Limits LIMITS = new StrictJson.Limits(LONGEST, 8);

    /**
     * Reads one that is not {@linkplain #LONGEST too long}.
     *
     * @throws Flaw unless it is one that could be valid
     */
    static Jwt of(String token) {
        if (!FORM.matcher(token).matches()) {
            throw new Flaw("that is no signed token");
        }
        int first = token.indexOf('.');
        int last = token.lastIndexOf('.');
        var header = object(token.substring(0, first), "header");
        if (header.containsKey("crit") || header.containsKey("b64") || header.containsKey("cty")) {
            throw new Flaw("the token's header asks for what is not done here");
        }
        var type = text(header, "typ").orElse("").toLowerCase(Locale.ROOT);
        if (!type.equals("at+jwt") && !type.equals("application/at+jwt")) {
            throw new Flaw("the token's typ is not at+jwt: it is no access token of RFC 9068");
        }
        return new Jwt(
                text(header, "alg")
                        .flatMap(Algorithm::of)
                        .orElseThrow(() -> new Flaw("the token's alg is none of ES256, RS256, PS256 and EdDSA")),
                text(header, "kid").orElseThrow(() -> new Flaw("the token does not say which key signed it")),
                object(token.substring(first + 1, last), "claims"),
                token.substring(0, last).getBytes(StandardCharsets.US_ASCII),
                bytes(token.substring(last + 1)));
    }

    private static JsonObject object(String part, String what) {
        try {
            return StrictJson.object(bytes(part), LIMITS);
        } catch (JsonFault fault) {
            throw new Flaw("the token's " + what + " are not one JSON object with each name once");
        }
    }

    /** Whatever has another form of the same bytes is refused, so that a token has one. */
    private static byte[] bytes(String part) {
        try {
            var bytes = Base64.getUrlDecoder().decode(part);
            if (!Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(part)) {
                throw new Flaw("that is no signed token");
            }
            return bytes;
        } catch (IllegalArgumentException fault) {
            throw new Flaw("that is no signed token");
        }
    }

    /** A member that is text, if there is one. */
    static Optional<String> text(JsonObject of, String member) {
        return of.get(member) instanceof JsonString string ? Optional.of(string.getString()) : Optional.empty();
    }
}
