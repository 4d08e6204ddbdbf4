package dev.polar.host.witness;

import dev.polar.trust.audit.AddCheckpoint;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Where a witness is asked: {@code add-checkpoint} under its URL. */
final class WitnessDoor implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int MOST_BYTES = 65_536;

    private final URI address;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(PATIENCE)
            .build();

    WitnessDoor(String url) {
        this.address = address(url);
    }

    /** @throws IllegalArgumentException if that is no http or https address */
    static URI address(String url) {
        var address = URI.create(url.replaceAll("/+$", "") + "/add-checkpoint");
        if (!String.valueOf(address.getScheme()).matches("https?") || address.getHost() == null) {
            throw new IllegalArgumentException("'" + url + "' is not an http or https address");
        }
        return address;
    }

    record Reply(int status, String body) {}

    Reply ask(AddCheckpoint request) throws IOException, InterruptedException {
        var reply = client.send(
                HttpRequest.newBuilder(address)
                        .timeout(PATIENCE)
                        .POST(BodyPublishers.ofString(request.toString()))
                        .build(),
                BodyHandlers.limiting(BodyHandlers.ofString(), MOST_BYTES));
        return new Reply(reply.statusCode(), reply.body());
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
