package dev.polar.host.oauth;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/** An authorization server's metadata and keys over real HTTP, and tokens of whatever form a test wants. */
public final class TestIssuer implements AutoCloseable {
    /** One key for each algorithm, named as it; making them takes its time. */
    static final Map<Algorithm, KeyPair> KEYS = keys();

    final List<String> asked = new CopyOnWriteArrayList<>();
    final Map<String, String> pages = new ConcurrentHashMap<>();
    private final HttpServer server;

    public TestIssuer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        pages.put("/.well-known/oauth-authorization-server", metadata(name().toString()));
        serve(Algorithm.values());
    }

    public URI name() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    String metadata(String issuer) {
        return "{\"issuer\":\"" + issuer + "\",\"jwks_uri\":\"" + name() + "/keys\"}";
    }

    /** Serves exactly the keys of those algorithms. */
    void serve(Algorithm... algorithms) {
        pages.put("/keys", set(Arrays.stream(algorithms).map(TestIssuer::jwk).toList()));
    }

    static String set(List<JsonObject> keys) {
        return StrictJson.provider()
                .createObjectBuilder()
                .add("keys", StrictJson.provider().createArrayBuilder(keys))
                .build()
                .toString();
    }

    /** Whoever asks is told nothing any more. */
    public void silence() {
        pages.clear();
    }

    private void answer(HttpExchange exchange) throws IOException {
        var path = exchange.getRequestURI().getPath();
        asked.add(path);
        var page = pages.getOrDefault(path, "");
        if (page.startsWith("http:")) {
            exchange.getResponseHeaders().add("Location", page);
            exchange.sendResponseHeaders(302, -1);
        } else if (page.isEmpty()) {
            exchange.sendResponseHeaders(404, -1);
        } else {
            var bytes = page.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    /** A valid token about that subject for that resource, with ES256. */
    public String token(String resource, String subject) {
        return token(Algorithm.ES256, resource, subject, header -> header, claims -> claims);
    }

    /** The same of a program, good for those scopes. */
    public String token(String resource, String subject, String clientId, String scope) {
        return token(
                Algorithm.ES256,
                resource,
                subject,
                header -> header,
                claims -> claims.add("client_id", clientId).add("scope", scope));
    }

    String token(
            Algorithm algorithm,
            String resource,
            String subject,
            UnaryOperator<JsonObjectBuilder> header,
            UnaryOperator<JsonObjectBuilder> claims) {
        return signed(
                header.apply(header(algorithm)).build().toString(),
                claims.apply(claims(resource, subject)).build().toString(),
                algorithm,
                KEYS.get(algorithm));
    }

    static JsonObjectBuilder header(Algorithm algorithm) {
        return StrictJson.provider()
                .createObjectBuilder()
                .add("typ", "at+jwt")
                .add("alg", algorithm.label())
                .add("kid", algorithm.name());
    }

    JsonObjectBuilder claims(String resource, String subject) {
        long now = Instant.now().getEpochSecond();
        return StrictJson.provider()
                .createObjectBuilder()
                .add("iss", name().toString())
                .add("aud", resource)
                .add("sub", subject)
                .add("client_id", "program")
                .add("scope", "other polar")
                .add("iat", now)
                .add("exp", now + 3600);
    }

    static String signed(String header, String claims, Algorithm algorithm, KeyPair pair) {
        var signed =
                encode(header.getBytes(StandardCharsets.UTF_8)) + "." + encode(claims.getBytes(StandardCharsets.UTF_8));
        return signed + "." + encode(signature(signed, algorithm, pair));
    }

    private static byte[] signature(String text, Algorithm algorithm, KeyPair pair) {
        try {
            var signature = Signature.getInstance(
                    switch (algorithm) {
                        case ES256 -> "SHA256withECDSAinP1363Format";
                        case RS256 -> "SHA256withRSA";
                        case PS256 -> "RSASSA-PSS";
                        case EDDSA -> "Ed25519";
                    });
            if (algorithm == Algorithm.PS256) {
                signature.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
            }
            signature.initSign(pair.getPrivate());
            signature.update(text.getBytes(StandardCharsets.US_ASCII));
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static JsonObject jwk(Algorithm algorithm) {
        return jwk(algorithm, KEYS.get(algorithm)).build();
    }

    static JsonObjectBuilder jwk(Algorithm algorithm, KeyPair pair) {
        var jwk = StrictJson.provider()
                .createObjectBuilder()
                .add("kid", algorithm.name())
                .add("use", "sig")
                .add("kty", algorithm.keyType());
        switch (pair.getPublic()) {
            case ECPublicKey key ->
                jwk.add("crv", "P-256")
                        .add("x", fixed(key.getW().getAffineX()))
                        .add("y", fixed(key.getW().getAffineY()));
            case RSAPublicKey key ->
                jwk.add("n", encode(unsigned(key.getModulus()))).add("e", encode(unsigned(key.getPublicExponent())));
            case EdECPublicKey key -> {
                var encoded = key.getEncoded();
                jwk.add("crv", "Ed25519")
                        .add("x", encode(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length)));
            }
            default -> throw new IllegalArgumentException(pair.getPublic().getAlgorithm());
        }
        return jwk;
    }

    private static String fixed(BigInteger number) {
        var bytes = unsigned(number);
        var whole = new byte[32];
        System.arraycopy(bytes, 0, whole, 32 - bytes.length, bytes.length);
        return encode(whole);
    }

    private static byte[] unsigned(BigInteger number) {
        var bytes = number.toByteArray();
        return bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
    }

    static KeyPair pair(Algorithm algorithm) {
        try {
            var generator = KeyPairGenerator.getInstance(
                    switch (algorithm) {
                        case ES256 -> "EC";
                        case RS256, PS256 -> "RSA";
                        case EDDSA -> "Ed25519";
                    });
            switch (algorithm) {
                case ES256 -> generator.initialize(new ECGenParameterSpec("secp256r1"));
                case RS256, PS256 -> generator.initialize(2048);
                case EDDSA -> {}
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<Algorithm, KeyPair> keys() {
        var keys = new HashMap<Algorithm, KeyPair>();
        new ArrayList<>(List.of(Algorithm.ES256, Algorithm.RS256, Algorithm.EDDSA))
                .forEach(algorithm -> keys.put(algorithm, pair(algorithm)));
        keys.put(Algorithm.PS256, keys.get(Algorithm.RS256));
        return Map.copyOf(keys);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
