package dev.polar.host.channel;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.json.JsonFault;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/** What a page posts: JSON, under headers of which each is there once. Those that tell who it is are the host's alone. */
record Posted(Map<String, String> headers, byte[] body) {
    private static final int MAX_BODY = 1 << 20;

    /** @throws Refusal {@code REQUEST_INVALID} */
    static Posted read(Request request) throws IOException {
        return new Posted(oneValueEach(request.getHeaders()), body(request));
    }

    private static Map<String, String> oneValueEach(HttpFields fields) {
        var headers = new HashMap<String, String>();
        for (var field : fields) {
            if (headers.put(
                            field.getName().toLowerCase(Locale.ROOT),
                            Optional.ofNullable(field.getValue()).orElse(""))
                    != null) {
                throw invalid("header '" + field.getName() + "' is there twice");
            }
        }
        headers.remove("cookie");
        headers.remove("authorization");
        return headers;
    }

    private static byte[] body(Request request) throws IOException {
        try (var in = Content.Source.asInputStream(request)) {
            var bytes = in.readNBytes(MAX_BODY + 1);
            if (bytes.length > MAX_BODY) {
                throw invalid("the request has more than 1 MiB");
            }
            return bytes;
        }
    }

    /** @throws Refusal {@code REQUEST_INVALID} if it is none, or not said to be */
    JsonValue json() {
        var type = headers.getOrDefault(HttpHeader.CONTENT_TYPE.lowerCaseName(), "");
        if (!type.toLowerCase(Locale.ROOT).matches("application/json( *; *charset=utf-8)?")) {
            throw invalid("the body is not application/json");
        }
        try {
            return StrictJson.parse(body, StrictJson.Limits.bytes(MAX_BODY));
        } catch (JsonFault fault) {
            throw invalid("the body is not JSON: " + fault.getMessage());
        }
    }

    static Refusal invalid(String what) {
        return new Refusal(Code.REQUEST_INVALID, what, "send what the page sends");
    }
}
