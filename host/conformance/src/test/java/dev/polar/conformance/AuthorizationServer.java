package dev.polar.conformance;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * A small authorization server as clients of the Model Context Protocol expect one: metadata (RFC 8414), registration (RFC
 * 7591), codes with a proof key (RFC 7636) for a resource (RFC 8707), and access tokens (RFC 9068). Whoever names a login is
 * logged in.
 */
final class AuthorizationServer implements AutoCloseable {
    private final HttpServer server;
    private final KeyPair key;
    private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();

    AuthorizationServer() throws IOException, GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        key = generator.generateKeyPair();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/.well-known/oauth-authorization-server", exchange -> json(exchange, 200, metadata()));
        server.createContext("/keys", exchange -> json(exchange, 200, keys()));
        server.createContext("/register", this::register);
        server.createContext("/authorize", this::authorize);
        server.createContext("/token", this::token);
        server.start();
    }

    String name() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private JsonObjectBuilder metadata() {
        return object().add("issuer", name())
                .add("authorization_endpoint", name() + "/authorize")
                .add("token_endpoint", name() + "/token")
                .add("registration_endpoint", name() + "/register")
                .add("jwks_uri", name() + "/keys")
                .add("response_types_supported", list("code"))
                .add("grant_types_supported", list("authorization_code"))
                .add("code_challenge_methods_supported", list("S256"))
                .add("token_endpoint_auth_methods_supported", list("none"))
                .add("scopes_supported", list("polar"))
                .add("authorization_response_iss_parameter_supported", true);
    }

    private JsonObjectBuilder keys() {
        var point = ((ECPublicKey) key.getPublic()).getW();
        return object().add(
                        "keys",
                        StrictJson.provider()
                                .createArrayBuilder()
                                .add(object().add("kty", "EC")
                                        .add("crv", "P-256")
                                        .add("kid", "one")
                                        .add("x", number(point.getAffineX()))
                                        .add("y", number(point.getAffineY()))));
    }

    private void register(HttpExchange exchange) throws IOException {
        var asked = StrictJson.object(exchange.getRequestBody().readAllBytes(), StrictJson.Limits.bytes(1 << 16));
        json(
                exchange,
                201,
                object().add("client_id", "typescript")
                        .add("redirect_uris", asked.getJsonArray("redirect_uris"))
                        .add("token_endpoint_auth_method", "none"));
    }

    private void authorize(HttpExchange exchange) throws IOException {
        var asked = form(exchange.getRequestURI().getRawQuery());
        if (!asked.getOrDefault("code_challenge_method", "").equals("S256") || !asked.containsKey("resource")) {
            json(exchange, 400, object().add("error", "invalid_request"));
            return;
        }
        var code = UUID.randomUUID().toString();
        codes.put(code, asked);
        var back = asked.get("redirect_uri") + "?code=" + code + "&iss=" + encoded(name())
                + (asked.containsKey("state") ? "&state=" + encoded(asked.get("state")) : "");
        exchange.getResponseHeaders().add("Location", back);
        exchange.sendResponseHeaders(302, -1);
        exchange.close();
    }

    private void token(HttpExchange exchange) throws IOException {
        var asked = form(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        var code = codes.remove(asked.getOrDefault("code", ""));
        try {
            var proof = MessageDigest.getInstance("SHA-256")
                    .digest(asked.getOrDefault("code_verifier", "").getBytes(StandardCharsets.US_ASCII));
            if (code == null
                    || !base64(proof).equals(code.get("code_challenge"))
                    || !code.get("resource").equals(asked.get("resource"))) {
                json(exchange, 400, object().add("error", "invalid_grant"));
                return;
            }
            json(
                    exchange,
                    200,
                    object().add("access_token", signed(code))
                            .add("token_type", "Bearer")
                            .add("expires_in", 600)
                            .add("scope", code.getOrDefault("scope", "")));
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private String signed(Map<String, String> code) throws GeneralSecurityException {
        long now = Instant.now().getEpochSecond();
        var header = object().add("alg", "ES256").add("typ", "at+jwt").add("kid", "one");
        var claims = object().add("iss", name())
                .add("sub", code.getOrDefault("login", ""))
                .add("aud", code.get("resource"))
                .add("client_id", code.get("client_id"))
                .add("scope", code.getOrDefault("scope", ""))
                .add("iat", now)
                .add("exp", now + 600)
                .add("jti", UUID.randomUUID().toString());
        var text = base64(header.build().toString().getBytes(StandardCharsets.UTF_8)) + "."
                + base64(claims.build().toString().getBytes(StandardCharsets.UTF_8));
        var signature = Signature.getInstance("SHA256withECDSAinP1363Format");
        signature.initSign(key.getPrivate());
        signature.update(text.getBytes(StandardCharsets.US_ASCII));
        return text + "." + base64(signature.sign());
    }

    private static Map<String, String> form(String text) {
        return Arrays.stream(text.split("&"))
                .map(pair -> pair.split("=", 2))
                .filter(pair -> pair.length == 2)
                .collect(Collectors.toMap(
                        pair -> URLDecoder.decode(pair[0], StandardCharsets.UTF_8),
                        pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8),
                        (a, b) -> b));
    }

    private static void json(HttpExchange exchange, int status, JsonObjectBuilder body) throws IOException {
        var bytes = body.build().toString().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static JsonObjectBuilder object() {
        return StrictJson.provider().createObjectBuilder();
    }

    private static JsonArrayBuilder list(String... words) {
        return StrictJson.provider().createArrayBuilder(List.of(words));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String number(BigInteger number) {
        var bytes = number.toByteArray();
        var whole = new byte[32];
        int length = Math.min(32, bytes.length);
        System.arraycopy(bytes, bytes.length - length, whole, 32 - length, length);
        return base64(whole);
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
