package dev.polar.host.oauth;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a token says, held against what it has to say here (RFC 9068, section 4). */
record Claims(JsonObject all) {
    /** How far an issuer's clock may be from ours. */
    static final Duration SKEW = Duration.ofSeconds(60);

    private static final Pattern SECONDS = Pattern.compile("(0|[1-9][0-9]{0,11})(\\.[0-9]{1,9})?");
    private static final Pattern NAME = Pattern.compile("[\\x20-\\x7E]{1,255}");

    /** @throws Flaw if there is none */
    String issuer() {
        return Jwt.text(all, "iss").orElseThrow(() -> new Flaw("the token does not say who issued it"));
    }

    /** @throws Flaw unless it is meant for that resource, and for now */
    void require(String resource, Instant now) {
        if (!audience(resource)) {
            throw new Flaw("the token is for another audience");
        }
        if (!now.isBefore(until())) {
            throw new Flaw("the token has expired");
        }
        if (late("nbf", now) || late("iat", now)) {
            throw new Flaw("the token is not good yet");
        }
        if (all.containsKey("cnf")) {
            throw new Flaw("the token is bound to a key, and nobody shows one here");
        }
    }

    private boolean audience(String resource) {
        return !resource.isEmpty()
                && switch (all.get("aud")) {
                    case JsonString one -> one.getString().equals(resource);
                    case JsonArray several ->
                        several.stream()
                                .anyMatch(one -> one instanceof JsonString text
                                        && text.getString().equals(resource));
                    case null, default -> false;
                };
    }

    /** @throws Flaw if it does not say when it ends */
    Instant until() {
        return time("exp")
                .orElseThrow(() -> new Flaw("the token does not say when it expires"))
                .plus(SKEW);
    }

    private boolean late(String member, Instant now) {
        return all.containsKey(member)
                && time(member).filter(from -> !now.plus(SKEW).isBefore(from)).isEmpty();
    }

    private Optional<Instant> time(String member) {
        if (!(all.get(member) instanceof JsonNumber number)) {
            return Optional.empty();
        }
        var seconds = SECONDS.matcher(number.toString());
        return seconds.matches()
                ? Optional.of(Instant.ofEpochSecond(Long.parseLong(seconds.group(1))))
                : Optional.empty();
    }

    /** @throws Flaw if it is about nobody */
    Subject subject() {
        var subject = name("sub").orElseThrow(() -> new Flaw("the token does not say whom it is about"));
        return new Subject(issuer(), subject, name("client_id"));
    }

    private Optional<String> name(String member) {
        return Jwt.text(all, member).filter(text -> NAME.matcher(text).matches());
    }

    boolean allows(List<String> scopes) {
        var given = List.of(Jwt.text(all, "scope").orElse("").split(" "));
        return given.containsAll(scopes);
    }
}
