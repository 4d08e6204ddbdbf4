package dev.polar.runtime.worker;

import dev.polar.spi.HttpCall;
import dev.polar.spi.HttpReply;
import dev.polar.spi.SecretRef;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Requests and answers of HTTP in a message. */
public final class HttpJson {
    private HttpJson() {}

    public static JsonObject write(HttpCall call) {
        return builder(call).build();
    }

    /** The members of a request. */
    public static JsonObjectBuilder builder(HttpCall call) {
        return Members.builder()
                .add("method", call.method())
                .add("uri", call.uri().toString())
                .add("headers", texts(call.headers()))
                .add("body", Members.base64(call.body()))
                .add("millis", call.timeout().toMillis())
                .add(
                        "secrets",
                        StrictJson.provider()
                                .createArrayBuilder(call.secrets().stream()
                                        .map(SecretRef::name)
                                        .toList()));
    }

    public static HttpCall readCall(Members said) {
        return new HttpCall(
                said.text("method"),
                said.as("uri", URI::create),
                texts(said.object("headers")),
                said.bytes("body"),
                said.millis("millis"),
                said.texts("secrets").stream().map(SecretRef::new).toList());
    }

    public static JsonObject write(HttpReply reply) {
        var headers = Members.builder();
        reply.headers()
                .forEach((name, values) ->
                        headers.add(name, StrictJson.provider().createArrayBuilder(values)));
        return Members.builder()
                .add("status", reply.status())
                .add("headers", headers)
                .add("body", Members.base64(reply.body()))
                .build();
    }

    public static HttpReply readReply(Members said) {
        var headers = new LinkedHashMap<String, List<String>>();
        var all = said.object("headers");
        all.of().keySet().forEach(name -> headers.put(name, all.texts(name)));
        return new HttpReply(said.count("status"), headers, said.bytes("body"));
    }

    /** Texts by name. */
    public static JsonObject texts(Map<String, String> texts) {
        var object = Members.builder();
        texts.forEach(object::add);
        return object.build();
    }

    /** As {@link #texts(Map)} wrote them. */
    public static Map<String, String> texts(Members said) {
        var texts = new LinkedHashMap<String, String>();
        said.of().keySet().forEach(name -> texts.put(name, said.text(name)));
        return texts;
    }
}
