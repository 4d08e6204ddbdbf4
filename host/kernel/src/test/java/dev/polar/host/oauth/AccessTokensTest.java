package dev.polar.host.oauth;

import static dev.polar.host.oauth.TestIssuer.KEYS;
import static dev.polar.host.oauth.TestIssuer.encode;
import static dev.polar.host.oauth.TestIssuer.signed;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What an access token is worth: those of every algorithm, those that somebody made up, and issuers that do not answer. */
class AccessTokensTest {
    private static final String RESOURCE = "https://polar.example/mcp";
    private static final UnaryOperator<JsonObjectBuilder> AS_IT_IS = object -> object;

    @TempDir
    Path home;

    private TestIssuer issuer;
    private AccessTokens tokens;
    private Instant now = Instant.now();

    @BeforeEach
    void start() throws IOException {
        issuer = new TestIssuer();
        tokens = tokens(Optional.empty());
    }

    @AfterEach
    void stop() {
        issuer.close();
    }

    private AccessTokens tokens(Optional<String> keys) {
        return AccessTokens.of(List.of(issuer.name()), keys, List.of("polar"), () -> RESOURCE, () -> now);
    }

    @ParameterizedTest
    @EnumSource
    void a_token_of_the_issuer_says_who_it_is(Algorithm algorithm) {
        var token = issuer.token(algorithm, RESOURCE, "anna", AS_IT_IS, AS_IT_IS);
        assertEquals(
                new Judgement.Valid(new Subject(issuer.name().toString(), "anna", Optional.of("program"))),
                tokens.judge(token));
    }

    @Test
    void of_nobody_no_token_is_taken() {
        assertInstanceOf(Judgement.Invalid.class, AccessTokens.none().judge(issuer.token(RESOURCE, "anna")));
    }

    /** What somebody tries, and a word of why it is in vain; no word if it is not. */
    record Attack(String name, String why, BiFunction<TestIssuer, Instant, String> token) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Attack> attacks() {
        return Stream.of(
                header("alg none", "alg is none of", header -> header.add("alg", "none")),
                new Attack("no signature", "no signed token", (issuer, now) -> {
                    var token = issuer.token(RESOURCE, "anna");
                    return token.substring(0, token.lastIndexOf('.') + 1);
                }),
                new Attack("HMAC with the public key", "alg is none of", (issuer, now) -> hmac(issuer)),
                header("another algorithm over the same key", "no key", header -> header.add("alg", "PS256")),
                header("lower-case alg", "alg is none of", header -> header.add("alg", "es256")),
                header("alg is no text", "alg is none of", header -> header.add("alg", 1)),
                header("no kid", "which key", header -> header.remove("kid")),
                header("a kid nobody knows", "no key", header -> header.add("kid", "../../dev/null")),
                header(
                        "a key of its own",
                        "no key",
                        header -> header.add("kid", "mine").add("jwk", ownKey())),
                header("jku", "", header -> header.add("jku", "http://127.0.0.1:1/keys")),
                header("x5u", "", header -> header.add("x5u", "http://127.0.0.1:1/chain")),
                header("x5c", "", header -> header.add("x5c", "AAAA")),
                header(
                        "crit",
                        "header asks",
                        header -> header.add(
                                "crit",
                                StrictJson.provider().createArrayBuilder().add("exp"))),
                header("b64", "header asks", header -> header.add("b64", false)),
                header("a token in a token", "header asks", header -> header.add("cty", "JWT")),
                header("an ID token", "typ is not at+jwt", header -> header.add("typ", "JWT")),
                header("no typ", "typ is not at+jwt", header -> header.remove("typ")),
                header("the long form of typ", "", header -> header.add("typ", "application/AT+JWT")),
                claims("another audience", "another audience", claims -> claims.add("aud", RESOURCE + "/")),
                claims("the host's root", "another audience", claims -> claims.add("aud", "https://polar.example")),
                claims("no audience", "another audience", claims -> claims.remove("aud")),
                claims("an audience that is no text", "another audience", claims -> claims.add("aud", 7)),
                claims(
                        "among other audiences",
                        "",
                        claims -> claims.add(
                                "aud",
                                StrictJson.provider()
                                        .createArrayBuilder()
                                        .add("x")
                                        .add(RESOURCE))),
                claims("another issuer", "of that issuer", claims -> claims.add("iss", "https://evil.example")),
                claims("the issuer with a slash", "of that issuer", claims -> claims.add("iss", "http://127.0.0.1/")),
                claims("no issuer", "who issued it", claims -> claims.remove("iss")),
                timed("expired", "expired", "exp", -61),
                timed("expired, as clocks differ", "", "exp", -58),
                timed("not yet", "not good yet", "nbf", 63),
                timed("not yet, as clocks differ", "", "nbf", 58),
                timed("issued tomorrow", "not good yet", "iat", 86_400),
                claims("never expires", "when it expires", claims -> claims.remove("exp")),
                claims("expires in a word", "when it expires", claims -> claims.add("exp", "9999999999")),
                claims("expires beyond all numbers", "when it expires", claims -> claims.add("exp", 1e300)),
                claims("nbf is no number", "not good yet", claims -> claims.add("nbf", "0")),
                claims("about nobody", "whom it is about", claims -> claims.remove("sub")),
                claims("about somebody hidden", "whom it is about", claims -> claims.add("sub", "anna\u202e")),
                claims("bound to a key", "bound to a key", claims -> claims.add("cnf", "x")),
                new Attack(
                        "another key with the same name",
                        "no key",
                        (issuer, now) -> signed(
                                TestIssuer.header(Algorithm.ES256).build().toString(),
                                issuer.claims(RESOURCE, "anna").build().toString(),
                                Algorithm.ES256,
                                TestIssuer.pair(Algorithm.ES256))),
                new Attack("somebody else's signature", "no key", (issuer, now) -> {
                    var mine = issuer.token(RESOURCE, "anna");
                    var other = issuer.token(RESOURCE, "bert");
                    return mine.substring(0, mine.lastIndexOf('.')) + other.substring(other.lastIndexOf('.'));
                }),
                new Attack("a signature of zeros", "no key", (issuer, now) -> {
                    var mine = issuer.token(RESOURCE, "anna");
                    return mine.substring(0, mine.lastIndexOf('.') + 1) + encode(new byte[64]);
                }),
                new Attack(
                        "claims said twice",
                        "each name once",
                        (issuer, now) -> raw(issuer, claims -> claims.replaceFirst("\\{", "{\"sub\":\"root\","))),
                new Attack(
                        "something behind the claims",
                        "each name once",
                        (issuer, now) -> raw(issuer, claims -> claims + "{}")),
                new Attack(
                        "claims that are a list",
                        "each name once",
                        (issuer, now) -> raw(issuer, claims -> "[" + claims + "]")),
                new Attack(
                        "claims in a token",
                        "each name once",
                        (issuer, now) -> raw(issuer, claims -> "\"" + issuer.token(RESOURCE, "anna") + "\"")),
                claims("huge", "longer than 8 KiB", claims -> claims.add("more", "x".repeat(9_000))),
                claims("deep", "each name once", claims -> claims.add("more", deep())),
                new Attack("encrypted", "no signed token", (issuer, now) -> "e30.e30.e30.e30.e30"),
                new Attack("padded", "no signed token", (issuer, now) -> issuer.token(RESOURCE, "anna") + "="),
                new Attack("two of them", "no signed token", (issuer, now) -> {
                    var token = issuer.token(RESOURCE, "anna");
                    return token + ", Bearer " + token;
                }),
                new Attack("nothing", "no signed token", (issuer, now) -> ""));
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void what_somebody_made_up_is_no_token(Attack attack) {
        var judged = tokens.judge(attack.token().apply(issuer, now));
        if (attack.why().isEmpty()) {
            assertInstanceOf(Judgement.Valid.class, judged);
        } else {
            var why = assertInstanceOf(Judgement.Invalid.class, judged).why();
            assertTrue(why.contains(attack.why()), why);
        }
        assertTrue(issuer.asked.size() <= 2, "nobody was asked but the issuer, for its metadata and its keys");
    }

    @Test
    void a_token_that_is_good_for_something_else_is_too_narrow() {
        for (var scope : List.of("", "polarbear", "polar:read", "POLAR")) {
            assertEquals(new Judgement.TooNarrow(), tokens.judge(issuer.token(RESOURCE, "anna", "program", scope)));
        }
        var bare = issuer.token(Algorithm.ES256, RESOURCE, "anna", AS_IT_IS, claims -> claims.remove("scope"));
        assertEquals(new Judgement.TooNarrow(), tokens.judge(bare));
    }

    @Test
    void keys_are_read_when_a_token_comes_and_an_unknown_one_makes_them_read_again_once_a_minute() {
        assertEquals(0, keysAsked());
        valid("anna");
        valid("bert");
        assertEquals(1, keysAsked());
        issuer.serve(Algorithm.EDDSA);
        var other = issuer.token(Algorithm.EDDSA, RESOURCE, "anna", header -> header.add("kid", "new"), AS_IT_IS);
        assertInstanceOf(Judgement.Invalid.class, tokens.judge(other));
        assertInstanceOf(Judgement.Invalid.class, tokens.judge(other));
        assertEquals(1, keysAsked(), "within the minute nobody is asked again");
        now = now.plus(Issuer.PAUSE);
        for (int i = 0; i < 20; i++) {
            assertInstanceOf(Judgement.Invalid.class, tokens.judge(other));
        }
        assertEquals(2, keysAsked());
    }

    @Test
    void a_key_that_is_taken_back_is_good_for_as_long_as_keys_are_fresh_and_tokens_remembered_and_no_longer() {
        var token = issuer.token(RESOURCE, "anna");
        assertInstanceOf(Judgement.Valid.class, tokens.judge(token));
        issuer.serve(Algorithm.EDDSA);
        now = now.plus(Issuer.FRESH).minusSeconds(1);
        assertInstanceOf(Judgement.Valid.class, tokens.judge(token));
        now = now.plus(AccessTokens.REMEMBERED);
        assertInstanceOf(Judgement.Invalid.class, tokens.judge(token));
    }

    @Test
    void a_token_is_remembered_and_not_beyond_its_end() {
        var brief = issuer.token(
                Algorithm.ES256, RESOURCE, "anna", AS_IT_IS, claims -> claims.add("exp", now.getEpochSecond() + 100));
        assertInstanceOf(Judgement.Valid.class, tokens.judge(brief));
        issuer.silence();
        now = now.plusSeconds(158);
        assertInstanceOf(Judgement.Valid.class, tokens.judge(brief));
        now = now.plusSeconds(3);
        assertInstanceOf(Judgement.Invalid.class, tokens.judge(brief));
    }

    @Test
    void without_the_keys_nobody_comes_in_and_keys_of_the_last_hour_still_count() {
        issuer.silence();
        var unknown = assertInstanceOf(Judgement.Unknown.class, tokens.judge(issuer.token(RESOURCE, "anna")));
        assertTrue(unknown.why().contains("404"), unknown.why());
        int asked = issuer.asked.size();
        assertInstanceOf(Judgement.Unknown.class, tokens.judge(issuer.token(RESOURCE, "bert")));
        assertEquals(asked, issuer.asked.size(), "a failure is not asked about again at once");
        assertEquals(1, tokens.checks().stream().filter(check -> !check.ok()).count());

        issuer.pages.put(
                "/.well-known/oauth-authorization-server",
                issuer.metadata(issuer.name().toString()));
        issuer.serve(Algorithm.values());
        now = now.plus(Issuer.PAUSE_AFTER_FAILURE);
        valid("anna");
        assertEquals(0, tokens.checks().stream().filter(check -> !check.ok()).count());
        issuer.silence();
        now = now.plus(Issuer.USABLE).minusSeconds(1);
        valid("bert");
        now = now.plusSeconds(1);
        assertInstanceOf(Judgement.Unknown.class, tokens.judge(lasting("carl")), "and after that they are nobody's");
    }

    @Test
    void an_issuer_is_asked_where_clients_ask_it_and_believed_for_itself_alone() throws IOException {
        assertEquals(
                List.of(
                        "https://id.example/.well-known/oauth-authorization-server/one/two",
                        "https://id.example/.well-known/openid-configuration/one/two",
                        "https://id.example/one/two/.well-known/openid-configuration"),
                new KeySource.Discovered(URI.create("https://id.example/one/two"))
                        .addresses().stream().map(URI::toString).toList());
        issuer.silence();
        issuer.pages.put(
                "/.well-known/openid-configuration",
                issuer.metadata(issuer.name().toString()));
        issuer.serve(Algorithm.values());
        valid("anna");
        issuer.pages.put("/.well-known/openid-configuration", issuer.metadata("https://evil.example"));
        assertUnknown(tokens(Optional.empty()), "another issuer's");
        var elsewhere =
                issuer.metadata(issuer.name().toString()).replace(issuer.name() + "/keys", "http://10.0.0.1/keys");
        issuer.pages.put("/.well-known/openid-configuration", elsewhere);
        assertUnknown(tokens(Optional.empty()), "no address of keys");
        issuer.pages.put("/.well-known/openid-configuration", issuer.name() + "/moved");
        issuer.pages.put("/moved", issuer.metadata(issuer.name().toString()));
        assertUnknown(tokens(Optional.empty()), "status 302");
        issuer.pages.put("/keys", "{\"keys\":[],\"more\":\"" + "x".repeat(300_000) + "\"}");
        assertUnknown(tokens(Optional.of(issuer.name() + "/keys")), "too much");
        issuer.pages.put("/keys", "{\"keys\":[]}");
        assertUnknown(tokens(Optional.of(issuer.name() + "/keys")), "no key that can be used");
    }

    @Test
    void keys_may_lie_in_a_file_or_at_an_address_of_their_own() throws IOException {
        issuer.pages.remove("/.well-known/oauth-authorization-server");
        tokens = tokens(Optional.of(issuer.name() + "/keys"));
        valid("anna");
        var file =
                Files.writeString(home.resolve("keys.json"), TestIssuer.set(List.of(TestIssuer.jwk(Algorithm.ES256))));
        tokens = tokens(Optional.of(file.toString()));
        valid("anna");
    }

    private void assertUnknown(AccessTokens judging, String why) {
        var unknown = assertInstanceOf(Judgement.Unknown.class, judging.judge(issuer.token(RESOURCE, "anna")));
        assertTrue(unknown.why().contains(why), unknown.why());
    }

    private void valid(String subject) {
        assertInstanceOf(Judgement.Valid.class, tokens.judge(lasting(subject)));
    }

    private String lasting(String subject) {
        return issuer.token(
                Algorithm.ES256,
                RESOURCE,
                subject,
                AS_IT_IS,
                claims -> claims.add("exp", now.getEpochSecond() + 36_000));
    }

    private long keysAsked() {
        return issuer.asked.stream().filter("/keys"::equals).count();
    }

    private static Attack header(String name, String why, UnaryOperator<JsonObjectBuilder> header) {
        return new Attack(
                name, why, (issuer, now) -> issuer.token(Algorithm.ES256, RESOURCE, "anna", header, AS_IT_IS));
    }

    private static Attack claims(String name, String why, UnaryOperator<JsonObjectBuilder> claims) {
        return new Attack(
                name, why, (issuer, now) -> issuer.token(Algorithm.ES256, RESOURCE, "anna", AS_IT_IS, claims));
    }

    private static Attack timed(String name, String why, String claim, long seconds) {
        return new Attack(
                name,
                why,
                (issuer, now) -> issuer.token(
                        Algorithm.ES256,
                        RESOURCE,
                        "anna",
                        AS_IT_IS,
                        claims -> claims.add(
                                claim, now.plus(Duration.ofSeconds(seconds)).getEpochSecond())));
    }

    private static String raw(TestIssuer issuer, UnaryOperator<String> claims) {
        return signed(
                TestIssuer.header(Algorithm.ES256).build().toString(),
                claims.apply(issuer.claims(RESOURCE, "anna").build().toString()),
                Algorithm.ES256,
                KEYS.get(Algorithm.ES256));
    }

    private static JsonObjectBuilder ownKey() {
        return TestIssuer.jwk(Algorithm.ES256, KEYS.get(Algorithm.ES256)).add("kid", "mine");
    }

    private static JsonObjectBuilder deep() {
        var object = StrictJson.provider().createObjectBuilder();
        for (int i = 0; i < 20; i++) {
            object = StrictJson.provider().createObjectBuilder().add("x", object);
        }
        return object;
    }

    /** The oldest trick: the public key is known to everybody, and taken for a shared secret. */
    private static String hmac(TestIssuer issuer) {
        try {
            var header = TestIssuer.header(Algorithm.RS256).add("alg", "HS256").build();
            var text = encode(header.toString().getBytes(StandardCharsets.UTF_8)) + "."
                    + encode(issuer.claims(RESOURCE, "anna").build().toString().getBytes(StandardCharsets.UTF_8));
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(KEYS.get(Algorithm.RS256).getPublic().getEncoded(), "HmacSHA256"));
            return text + "." + encode(mac.doFinal(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
