package dev.polar.host.revocation;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.text.CleanText;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Where a list is served: {@code https} anywhere, {@code http} on this machine, or a file. Whatever is there, so many bytes
 * are read in so much time, and nobody is followed elsewhere.
 */
record Location(String text) {
    private static final Set<String> HERE = Set.of("127.0.0.1", "localhost", "[::1]");
    private static final int LONGEST = 1_000;

    /** The same.
     *
     * @throws Refusal {@code REQUEST_INVALID} unless it is one
     */
    static Location of(String text) {
        var location = new Location(text);
        if (text.length() > LONGEST || !(location.file() || location.web())) {
            throw new Refusal(
                    Code.REQUEST_INVALID,
                    "'" + CleanText.line(text) + "' is no place of a list",
                    "https://HOST/PATH, http://127.0.0.1:PORT/PATH, or a file from / on");
        }
        return location;
    }

    private boolean file() {
        return text.startsWith("/");
    }

    private boolean web() {
        try {
            var uri = URI.create(text);
            var host = uri.getHost();
            return host != null
                    && uri.getUserInfo() == null
                    && uri.getFragment() == null
                    && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()) && HERE.contains(host));
        } catch (IllegalArgumentException notOne) {
            return false;
        }
    }

    /**
     * What is there.
     *
     * @throws Refusal {@code HTTP_FAILED} or {@code HTTP_TOO_LARGE}, whether it is on the web or not
     */
    byte[] read(int most, Duration longest) {
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var reading = executor.submit(() -> file() ? ofFile(most) : ofWeb(most, longest));
            try {
                return reading.get(longest.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException late) {
                throw failed("did not answer within " + longest.toSeconds() + " s");
            } catch (ExecutionException e) {
                throw e.getCause() instanceof Refusal refusal ? refusal : failed(String.valueOf(e.getCause()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw failed("the host is stopping");
            } finally {
                reading.cancel(true);
                executor.shutdownNow();
            }
        }
    }

    private byte[] ofFile(int most) throws IOException {
        var path = Path.of(text);
        if (!Files.isRegularFile(path)) {
            throw failed("is no file");
        }
        try (var stream = Files.newInputStream(path)) {
            return bounded(stream, most);
        }
    }

    private byte[] ofWeb(int most, Duration longest) throws IOException, InterruptedException {
        try (var client = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(longest)
                .build()) {
            var request = HttpRequest.newBuilder(URI.create(text))
                    .timeout(longest)
                    .header("Accept", "application/json")
                    .GET()
                    .build();
            try {
                var answer = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
                try (var body = answer.body()) {
                    if (answer.statusCode() != 200) {
                        throw failed("answered with status " + answer.statusCode()
                                + (answer.statusCode() / 100 == 3 ? ", and nobody is followed elsewhere" : ""));
                    }
                    return bounded(body, most);
                }
            } finally {
                client.shutdownNow();
            }
        } catch (CompletionException e) {
            throw failed(String.valueOf(e.getCause()));
        }
    }

    private byte[] bounded(InputStream stream, int most) throws IOException {
        var bytes = stream.readNBytes(most + 1);
        if (bytes.length > most) {
            throw new Refusal(
                    Code.HTTP_TOO_LARGE,
                    text + " has more than " + most + " bytes",
                    "ask whoever serves it: no revocation list is that large");
        }
        return bytes;
    }

    private Refusal failed(String why) {
        return new Refusal(
                Code.HTTP_FAILED, text + " " + CleanText.line(why), "look whether it can be reached; polar freshness");
    }
}
