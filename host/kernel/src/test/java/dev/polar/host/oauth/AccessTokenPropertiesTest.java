package dev.polar.host.oauth;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.polar.trust.json.StrictJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever is sent instead of a token is judged, and is none. */
class AccessTokenPropertiesTest {
    private static final String RESOURCE = "https://polar.example/mcp";
    private static final URI ISSUER = URI.create("https://id.example");
    private static Path keys;
    private static AccessTokens tokens;

    @BeforeContainer
    static void keys_in_a_file() throws IOException {
        keys = Files.createTempFile("keys", ".json");
        Files.writeString(
                keys,
                TestIssuer.set(
                        Arrays.stream(Algorithm.values()).map(TestIssuer::jwk).toList()));
        tokens =
                AccessTokens.of(List.of(ISSUER), Optional.of(keys.toString()), List.of(), () -> RESOURCE, Instant::now);
    }

    @AfterContainer
    static void away() {
        try {
            Files.delete(keys);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String token(Algorithm algorithm) {
        long now = Instant.now().getEpochSecond();
        var claims = StrictJson.provider()
                .createObjectBuilder()
                .add("iss", ISSUER.toString())
                .add("aud", RESOURCE)
                .add("sub", "anna")
                .add("exp", now + 600);
        return TestIssuer.signed(
                TestIssuer.header(algorithm).build().toString(),
                claims.build().toString(),
                algorithm,
                TestIssuer.KEYS.get(algorithm));
    }

    @Property(tries = 100)
    void a_token_with_another_letter_is_none(
            @ForAll Algorithm algorithm,
            @ForAll @IntRange(max = 10_000) int where,
            @ForAll @CharRange(from = '-', to = 'z') char letter) {
        var token = token(algorithm);
        assertInstanceOf(Judgement.Valid.class, tokens.judge(token));
        int place = where % token.length();
        if (token.charAt(place) != letter) {
            var changed = token.substring(0, place) + letter + token.substring(place + 1);
            assertInstanceOf(Judgement.Invalid.class, tokens.judge(changed));
        }
    }

    @Property(tries = 100)
    void three_pieces_of_anything_are_none(
            @ForAll @StringLength(max = 80) String header,
            @ForAll @StringLength(max = 80) String claims,
            @ForAll byte[] signature) {
        var pieces = TestIssuer.encode(header.getBytes(StandardCharsets.UTF_8)) + "."
                + TestIssuer.encode(claims.getBytes(StandardCharsets.UTF_8)) + "."
                + TestIssuer.encode(signature);
        assertInstanceOf(Judgement.Invalid.class, tokens.judge(pieces));
        assertInstanceOf(Judgement.Invalid.class, tokens.judge(header));
    }

    @Property(tries = 100)
    void a_good_header_with_any_claims_and_signature_is_none(
            @ForAll Algorithm algorithm, @ForAll @StringLength(max = 60) String subject, @ForAll byte[] signature) {
        var good = token(algorithm);
        var header = good.substring(0, good.indexOf('.'));
        var claims = StrictJson.provider()
                .createObjectBuilder()
                .add("iss", ISSUER.toString())
                .add("aud", RESOURCE)
                .add("exp", Instant.now().getEpochSecond() + 600)
                .add("sub", subject)
                .build()
                .toString();
        var text = header + "." + TestIssuer.encode(claims.getBytes(StandardCharsets.UTF_8)) + "."
                + TestIssuer.encode(signature);
        assertInstanceOf(Judgement.Invalid.class, tokens.judge(text));
    }
}
