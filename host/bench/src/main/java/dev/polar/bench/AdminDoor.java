package dev.polar.bench;

import dev.polar.host.consent.Statement;
import dev.polar.trust.attestation.Dsse;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.SigningKey;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;

/** The operator's door of a host, and the operator, who signs whatever plan it shows. */
record AdminDoor(Path socket, SigningKey operator) {
    private static final URI POLAR = URI.create("http://polar/");
    private static final StrictJson.Limits LIMITS = StrictJson.Limits.bytes(1 << 24);

    /** What the plan of a request signs into: the body of the consent, ready to be sent. */
    byte[] signed(String action, String object, Map<String, String> with) throws IOException {
        var json = StrictJson.provider();
        var members = json.createObjectBuilder();
        with.forEach(members::add);
        var plan = send(
                "/v1/plans",
                bytes(json.createObjectBuilder()
                        .add("action", action)
                        .add("object", object)
                        .add("with", members)
                        .build()));
        var statement = Base64.getDecoder().decode(plan.getString("statement"));
        var envelope = Dsse.sign(Statement.TYPE, statement, operator).bytes();
        return bytes(json.createObjectBuilder()
                .add("envelope", new String(envelope, StandardCharsets.UTF_8))
                .add("secret", json.createObjectBuilder())
                .build());
    }

    JsonObject commit(byte[] consent) throws IOException {
        return send("/v1/consents", consent);
    }

    JsonObject run(String action, String object, Map<String, String> with) throws IOException {
        return commit(signed(action, object, with));
    }

    /** Hands a package over; its name there is returned. */
    String upload(byte[] file) throws IOException {
        return send("/v1/uploads", file).getString("upload");
    }

    /** Installs a package and enables it. */
    void install(String plugin, byte[] file) throws IOException {
        run("install", "", Map.of("upload", upload(file)));
        run("enable", plugin, Map.of());
    }

    private JsonObject send(String path, byte[] body) throws IOException {
        try (var connection = HttpConnection.over(socket, POLAR.resolve(path))) {
            var reply = connection.post(Map.of("Content-Type", "application/json"), body);
            if (reply.status() != 200) {
                throw new IOException(path + ": " + new String(reply.body(), StandardCharsets.UTF_8));
            }
            return StrictJson.object(reply.body(), LIMITS);
        }
    }

    private static byte[] bytes(JsonObject json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }
}
