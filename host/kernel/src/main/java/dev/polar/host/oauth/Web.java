package dev.polar.host.oauth;

import dev.polar.host.http.Address;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.text.CleanText;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Reading from an issuer: so many bytes in so much time, over TLS if it is not on this machine, and nobody is followed elsewhere. */
final class Web {
    private static final Duration LONGEST = Duration.ofSeconds(5);
    private static final int OK = 200;

    private Web() {}

    /** @throws Refusal {@code SETTING_INVALID} unless it is an address that may be asked */
    static URI address(String text) {
        try {
            var uri = URI.create(text);
            if (uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawFragment() == null
                    && ("https".equals(uri.getScheme())
                            || "http".equals(uri.getScheme()) && Address.isLoopback(uri.getHost()))) {
                return uri;
            }
        } catch (IllegalArgumentException none) {
            // Refused like the others.
        }
        throw new Refusal(
                Code.SETTING_INVALID,
                "'" + CleanText.line(text) + "' is no address of an issuer",
                "https://HOST/PATH; http on this machine alone");
    }

    static byte[] read(URI address, int most) throws IOException {
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var reading = executor.submit(() -> ask(address, most));
            try {
                return reading.get(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException late) {
                throw new IOException(address + " does not answer within " + LONGEST.toSeconds() + " s", late);
            } catch (ExecutionException e) {
                throw new IOException(CleanText.line(String.valueOf(e.getCause())), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("the host is stopping", e);
            } finally {
                reading.cancel(true);
                executor.shutdownNow();
            }
        }
    }

    private static byte[] ask(URI address, int most) throws IOException, InterruptedException {
        var client = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(LONGEST)
                .build();
        try {
            var request = HttpRequest.newBuilder(address)
                    .timeout(LONGEST)
                    .header("Accept", "application/json")
                    .GET()
                    .build();
            var answer = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (var body = answer.body()) {
                var bytes = answer.statusCode() == OK ? body.readNBytes(most + 1) : new byte[0];
                if (answer.statusCode() != OK || bytes.length > most) {
                    throw new IOException(address + " answers with "
                            + (bytes.length > most ? "too much" : "status " + answer.statusCode()));
                }
                return bytes;
            }
        } finally {
            client.shutdownNow();
        }
    }
}
