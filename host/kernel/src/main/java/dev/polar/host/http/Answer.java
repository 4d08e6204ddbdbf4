package dev.polar.host.http;

import dev.polar.spi.Refusal;
import dev.polar.trust.json.Canonical;
import dev.polar.trust.json.StrictJson;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Writing HTTP answers. */
public final class Answer {
    private Answer() {}

    public static void json(Response response, Callback callback, int status, byte[] body) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        response.write(true, ByteBuffer.wrap(body), callback);
    }

    public static void empty(Response response, Callback callback, int status) {
        response.setStatus(status);
        response.write(true, ByteBuffer.allocate(0), callback);
    }

    /** A refusal outside any protocol: {@code {code, message, hint}}. */
    public static void problem(Response response, Callback callback, int status, Refusal refusal) {
        var body = StrictJson.provider()
                .createObjectBuilder()
                .add("code", refusal.code().name())
                .add("message", refusal.getMessage())
                .add("hint", refusal.hint())
                .build();
        json(response, callback, status, Canonical.text(body).getBytes(StandardCharsets.UTF_8));
    }
}
