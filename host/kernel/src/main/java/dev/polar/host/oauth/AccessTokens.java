package dev.polar.host.oauth;

import dev.polar.adminapi.Check;
import dev.polar.trust.key.Digest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Judges access tokens of the issuers that the host was set up with. A valid one is remembered by its hash, for five minutes
 * at most and never beyond its end, so that not each request verifies a signature; the token itself is kept nowhere.
 */
public final class AccessTokens {
    static final Duration REMEMBERED = Duration.ofMinutes(5);
    static final int MOST_REMEMBERED = 4096;

    private final Map<String, Issuer> issuers;
    private final List<String> scopes;
    private final Supplier<String> resource;
    private final InstantSource clock;
    private final Map<Digest, Remembered> remembered = new ConcurrentHashMap<>();

    private record Remembered(Judgement judgement, Instant until) {}

    private AccessTokens(List<Issuer> issuers, List<String> scopes, Supplier<String> resource, InstantSource clock) {
        this.issuers = issuers.stream()
                .collect(Collectors.toUnmodifiableMap(issuer -> issuer.name().toString(), Function.identity()));
        this.scopes = List.copyOf(scopes);
        this.resource = resource;
        this.clock = clock;
    }

    /** Of nobody. */
    public static AccessTokens none() {
        return new AccessTokens(List.of(), List.of(), () -> "", InstantSource.system());
    }

    /**
     * Of those issuers.
     *
     * @param keys where the keys of the only one are, an address or a file; empty to ask each issuer where
     * @param scopes what a token has to be good for
     * @param resource what it has to be for: the address of the endpoint, once it is known
     */
    public static AccessTokens of(
            List<URI> issuers,
            Optional<String> keys,
            List<String> scopes,
            Supplier<String> resource,
            InstantSource clock) {
        return new AccessTokens(
                issuers.stream()
                        .map(name -> new Issuer(name, KeySource.of(name, keys), clock))
                        .toList(),
                scopes,
                resource,
                clock);
    }

    /** Whether tokens of that issuer are taken. */
    public boolean isFrom(String issuer) {
        return issuers.containsKey(issuer);
    }

    /** What a token is worth, now. */
    public Judgement judge(String token) {
        if (issuers.isEmpty()) {
            return new Judgement.Invalid("");
        }
        if (token.length() > Jwt.LONGEST) {
            return new Judgement.Invalid("the token is longer than 8 KiB");
        }
        var hash = Digest.of(token.getBytes(StandardCharsets.UTF_8));
        var known = remembered.get(hash);
        var now = clock.instant();
        if (known != null && now.isBefore(known.until())) {
            return known.judgement();
        }
        remembered.remove(hash);
        try {
            return fresh(Jwt.of(token), hash, now);
        } catch (Flaw flaw) {
            return new Judgement.Invalid(flaw.why());
        }
    }

    private Judgement fresh(Jwt token, Digest hash, Instant now) {
        var claims = new Claims(token.claims());
        var issuer = Optional.ofNullable(issuers.get(claims.issuer()))
                .orElseThrow(() -> new Flaw("tokens of that issuer are not taken here"));
        claims.require(resource.get(), now);
        var subject = claims.subject();
        var keys = issuer.keys(token.keyId(), token.algorithm());
        if (keys.isEmpty()) {
            return new Judgement.Unknown("the keys of " + issuer.name() + " cannot be had: " + issuer.problem());
        }
        if (keys.get().stream().noneMatch(key -> token.algorithm().verifies(key, token.signed(), token.signature()))) {
            throw new Flaw("no key of the issuer's made the token's signature");
        }
        if (!claims.allows(scopes)) {
            return new Judgement.TooNarrow();
        }
        var valid = new Judgement.Valid(subject);
        var until = claims.until().isBefore(now.plus(REMEMBERED)) ? claims.until() : now.plus(REMEMBERED);
        if (remembered.size() >= MOST_REMEMBERED) {
            remembered.clear(); // each is verified once more
        }
        remembered.put(hash, new Remembered(valid, until));
        return valid;
    }

    /** What the doctor says of each issuer. */
    public List<Check> checks() {
        return issuers.values().stream().map(Issuer::check).toList();
    }
}
