package dev.polar.host.channel;

import dev.polar.host.http.Answer;
import dev.polar.host.snapshot.Snapshots;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.Map;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** {@code GET /}: the plugin's page and the files beside it, every read checked against what was signed. */
final class WebPage extends Handler.Abstract {
    private static final Pattern NAME = Pattern.compile("/([A-Za-z0-9][A-Za-z0-9_-]*\\.([a-z0-9]+))?");
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml",
            "png", "image/png",
            "woff2", "font/woff2");

    private final Snapshots snapshots;
    private final InstantSource clock;

    WebPage(Snapshots snapshots, InstantSource clock) {
        this.snapshots = snapshots;
        this.clock = clock;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        if (!request.getMethod().equals("GET") && !request.getMethod().equals("HEAD")) {
            response.getHeaders().put(HttpHeader.ALLOW, "GET, HEAD");
            Answer.empty(response, callback, 405);
            return true;
        }
        var path = NAME.matcher(request.getHttpURI().getCanonicalPath());
        var served = Served.now(snapshots, clock);
        if (!path.matches() || path.group(1) != null && !TYPES.containsKey(path.group(2))) {
            Answer.empty(response, callback, 404);
        } else if (served.isEmpty()) {
            Problems.answer(response, callback, Served.off(snapshots));
        } else {
            var name = path.group(1) == null ? "index.html" : path.group(1);
            var content = served.get().channel().content();
            if (content.entries().contains("web/" + name)) {
                send(name, content.entry("web/" + name), request, response, callback);
            } else {
                Answer.empty(response, callback, 404);
            }
        }
        return true;
    }

    private static void send(String name, byte[] bytes, Request request, Response response, Callback callback) {
        var headers = response.getHeaders();
        headers.put(HttpHeader.CONTENT_TYPE, TYPES.get(name.substring(name.lastIndexOf('.') + 1)));
        headers.put(HttpHeader.CACHE_CONTROL, name.endsWith(".html") ? "no-store" : "no-cache");
        headers.put(
                "Content-Security-Policy",
                "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'");
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("Referrer-Policy", "no-referrer");
        headers.put("Cross-Origin-Opener-Policy", "same-origin");
        headers.put("Cross-Origin-Resource-Policy", "same-origin");
        headers.put(HttpHeader.CONTENT_LENGTH, bytes.length);
        response.setStatus(200);
        var body = request.getMethod().equals("HEAD") ? ByteBuffer.allocate(0) : ByteBuffer.wrap(bytes);
        response.write(true, body, callback);
    }
}
