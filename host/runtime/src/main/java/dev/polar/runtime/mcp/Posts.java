package dev.polar.runtime.mcp;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Requests to one endpoint: their headers, the session they belong to, and where they may be redirected. */
final class Posts {
    private static final int MAX_REDIRECTS = 3;
    private static final String SESSION = "mcp-session-id";
    private static final String REVISION = "mcp-protocol-version";

    /** Fields the HTTP client or this class sets itself. */
    private static final Set<String> OWN = Set.of(
            "host",
            "content-length",
            "content-type",
            "accept",
            "connection",
            "expect",
            "upgrade",
            "transfer-encoding",
            "last-event-id",
            SESSION,
            REVISION,
            "mcp-method",
            "mcp-name");

    private final String name;
    private final Sender sender;
    private final URI url;
    private final Map<String, String> headers;
    private volatile Optional<String> revision = Optional.empty();
    private volatile Optional<String> session = Optional.empty();
    private volatile boolean awaitsSession;

    /** How a request gets there; the answer's head is there when it returns. */
    @FunctionalInterface
    interface Sender {
        HttpResponse<InputStream> send(HttpRequest request) throws IOException, InterruptedException;
    }

    Posts(String name, Sender sender, URI url, Map<String, String> headers) {
        this.name = name;
        this.sender = sender;
        this.url = url;
        this.headers = headers;
    }

    void stateless() {
        revision = Optional.of(Revision.STATELESS);
        session = Optional.empty();
        awaitsSession = false;
    }

    void inSession(Optional<String> settled) {
        if (settled.isEmpty()) {
            session = Optional.empty();
        }
        awaitsSession = settled.isEmpty();
        revision = settled;
    }

    Optional<String> session() {
        return session;
    }

    /**
     * Sends a message and returns when the head of the answer is there.
     *
     * @throws Refusal {@code HTTP_FAILED}
     */
    HttpResponse<InputStream> send(byte[] message, Map<String, String> own) {
        return exchange(
                url,
                request -> request.header("content-type", "application/json")
                        .header("accept", "application/json, text/event-stream")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(message)),
                own);
    }

    /** Takes up an answer again, after the event of that id. */
    HttpResponse<InputStream> resume(String lastId) {
        return events(Map.of("last-event-id", lastId));
    }

    /** Opens the stream of what the server says beside its answers, if it has one. */
    HttpResponse<InputStream> listen() {
        return events(Map.of());
    }

    private HttpResponse<InputStream> events(Map<String, String> own) {
        return exchange(
                url, request -> request.header("accept", "text/event-stream").GET(), own);
    }

    /** Tells the server that the session is over, without waiting for long. */
    void leave() {
        if (session.isPresent()) {
            try {
                exchange(url, request -> request.timeout(Duration.ofSeconds(1)).DELETE(), Map.of())
                        .body()
                        .close();
            } catch (Refusal | IOException e) {
                // The server forgets the session in its own time.
            }
        }
    }

    private interface Shape {
        HttpRequest.Builder of(HttpRequest.Builder request);
    }

    private HttpResponse<InputStream> exchange(URI first, Shape shape, Map<String, String> own) {
        var at = first;
        for (int i = 0; i <= MAX_REDIRECTS; i++) {
            var request = HttpRequest.newBuilder(at);
            headers.forEach((field, value) -> {
                if (!OWN.contains(field.toLowerCase(Locale.ROOT))) {
                    request.setHeader(field, value);
                }
            });
            revision.ifPresent(value -> request.setHeader(REVISION, value));
            session.ifPresent(value -> request.setHeader(SESSION, value));
            own.forEach(request::setHeader);
            var response = send(shape.of(request).build());
            if (response.statusCode() != 307 && response.statusCode() != 308) {
                if (awaitsSession && response.statusCode() == 200) {
                    session = response.headers().firstValue(SESSION);
                }
                return response;
            }
            at = redirected(at, response);
        }
        throw failed("it redirects without end", "correct the URL in mcp.json");
    }

    private HttpResponse<InputStream> send(HttpRequest request) {
        try {
            return sender.send(request);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed("the request was interrupted", "try again");
        } catch (ConnectException e) {
            throw failed("nothing answers there", "see whether the server runs");
        } catch (IOException e) {
            throw failed(ToolResults.shown(Objects.requireNonNullElse(e.getMessage(), e.toString())), "try again");
        }
    }

    private URI redirected(URI from, HttpResponse<InputStream> response) {
        close(response);
        var target = response.headers().firstValue("location").flatMap(location -> resolve(from, location));
        if (target.isEmpty() || !origin(target.get()).equals(origin(from))) {
            throw failed(
                    "it redirects to " + target.map(Posts::origin).orElse("nowhere") + ", which nobody approved",
                    "import the server at the address it redirects to");
        }
        return target.get();
    }

    private static Optional<URI> resolve(URI from, String location) {
        try {
            return Optional.of(from.resolve(location)).filter(uri -> uri.getHost() != null);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Scheme, host and port. */
    static String origin(URI uri) {
        int port = uri.getPort() >= 0 ? uri.getPort() : "https".equals(uri.getScheme()) ? 443 : 80;
        return uri.getScheme() + "://" + uri.getHost().toLowerCase(Locale.ROOT) + ":" + port;
    }

    static void close(HttpResponse<InputStream> response) {
        try {
            response.body().close();
        } catch (IOException e) {
            // It is not read any further either way.
        }
    }

    Refusal failed(String why, String hint) {
        return new Refusal(Code.HTTP_FAILED, name + " at " + origin(url) + ": " + why, hint);
    }
}
