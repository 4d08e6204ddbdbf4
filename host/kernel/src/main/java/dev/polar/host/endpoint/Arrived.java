package dev.polar.host.endpoint;

import dev.polar.host.http.Answer;
import dev.polar.runtime.rpc.Reply;
import dev.polar.runtime.rpc.Wire;
import dev.polar.spi.Refusal;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * An HTTP request of a known client, and how it is answered.
 *
 * @param token by which the client was known
 */
record Arrived(String client, String token, Request request, Response response, Callback callback) {
    static final String STREAM = "text/event-stream";

    private static final String REVISION = "MCP-Protocol-Version";
    private static final int MAX_BODY = 4 << 20;
    private static final int TOO_MANY = 429;

    boolean takesStreams() {
        return request.getHeaders().getQualityCSV(HttpHeader.ACCEPT).stream()
                .anyMatch(type -> type.equals(STREAM) || type.equals("*/*") || type.equals("text/*"));
    }

    private Optional<String> stated() {
        return Optional.ofNullable(request.getHeaders().get(REVISION));
    }

    /** What is no request has no answer that could say which revisions are known. */
    boolean unknownRevision() {
        return stated().filter(text -> Revision.of(text).isEmpty()).isPresent();
    }

    boolean stateless() {
        return stated().flatMap(Revision::of).filter(Revision::stateless).isPresent();
    }

    /** Empty if it is too long. */
    Optional<byte[]> body() throws IOException {
        try (var in = Content.Source.asInputStream(request)) {
            var bytes = in.readNBytes(MAX_BODY + 1);
            return bytes.length > MAX_BODY ? Optional.empty() : Optional.of(bytes);
        }
    }

    void answer(int status, byte[] message) {
        Answer.json(response, callback, status, message);
    }

    void fail(JsonValue id, McpFault fault) {
        answer(fault.status(), Wire.response(id, (Reply) fault.fault()));
    }

    void empty(int status) {
        Answer.empty(response, callback, status);
    }

    void notAllowed() {
        notAllowed(response, callback);
    }

    static void notAllowed(Response response, Callback callback) {
        response.getHeaders().put(HttpHeader.ALLOW, "POST, GET, DELETE");
        Answer.empty(response, callback, 405);
    }

    /** Refused in HTTP alone. */
    void problem(int status, Refusal why) {
        Answer.problem(response, callback, status, why);
    }

    /** There is no room for another stream. */
    void full(Refusal why) {
        hangUp();
        problem(TOO_MANY, why);
    }

    /** The same, of what is a request in JSON-RPC. */
    McpFault overfull(Refusal why) {
        hangUp();
        return new McpFault(TOO_MANY, TOO_MANY, why.getMessage());
    }

    private void hangUp() {
        response.getHeaders().put(HttpHeader.CONNECTION, "close");
    }
}
