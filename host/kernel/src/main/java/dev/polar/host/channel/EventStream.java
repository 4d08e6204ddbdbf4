package dev.polar.host.channel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * {@code GET .../events}: what the room saw since the page's last event, then what it sees, as server-sent events (HTML
 * standard, section 9.2), on one virtual thread each, until the session is over or the host ends.
 */
final class EventStream {
    private static final int MOST = 256;
    private static final long HEARTBEAT_SECONDS = 10;

    private final WebRooms rooms;
    private final Cards cards;
    private final InstantSource clock;
    private final Set<Semaphore> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    EventStream(WebRooms rooms, Cards cards, InstantSource clock) {
        this.rooms = rooms;
        this.cards = cards;
        this.clock = clock;
    }

    boolean isFull() {
        return open.size() >= MOST;
    }

    void show(String account, WebSessions.Session session, Request request, Response response, Callback callback)
            throws Exception {
        response.setStatus(200);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/event-stream");
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        var signal = new Semaphore(0);
        Runnable watcher = signal::release;
        open.add(signal);
        rooms.watch(watcher);
        try (var out = Content.Sink.asOutputStream(response)) {
            out.write(": here\n\n".getBytes(StandardCharsets.UTF_8));
            out.flush();
            long seen = lastSeen(request);
            while (!closed && clock.instant().isBefore(session.expiresAt())) {
                var news = new StringBuilder();
                for (var message : rooms.after(account, session.person(), seen)) {
                    news.append(cards.event(message, account, session.person()));
                    seen = message.seq();
                }
                if (news.isEmpty()) {
                    var rung = signal.tryAcquire(HEARTBEAT_SECONDS, TimeUnit.SECONDS);
                    signal.drainPermits();
                    news.append(rung ? "" : ":\n\n");
                }
                if (!news.isEmpty()) {
                    out.write(news.toString().getBytes(StandardCharsets.UTF_8));
                    out.flush();
                }
            }
        } catch (IOException left) {
            callback.failed(left);
            return;
        } finally {
            rooms.unwatch(watcher);
            open.remove(signal);
        }
        callback.succeeded();
    }

    /** The browser's own header where it reconnects, the address where the page does. */
    private static long lastSeen(Request request) throws Exception {
        var header = request.getHeaders().get("Last-Event-ID");
        var given = header != null ? header : Request.getParameters(request).getValue("lastEventId");
        return given != null && given.matches("[0-9]{1,18}") ? Long.parseLong(given) : 0;
    }

    void close() {
        closed = true;
        open.forEach(Semaphore::release);
    }
}
