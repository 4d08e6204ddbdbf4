package dev.polar.runtime.mcp;

import dev.polar.runtime.rpc.Ask;
import dev.polar.runtime.rpc.Incoming;
import dev.polar.runtime.rpc.Message;
import dev.polar.runtime.rpc.Pace;
import dev.polar.runtime.rpc.Wire;
import dev.polar.spi.Refusal;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * The stream in which a server over HTTP says that its lists changed: {@code GET} of a server with a handshake, {@code
 * subscriptions/listen} of one without. One that breaks is opened again, more and more seldom; a server without one is
 * listed again when its list has aged.
 */
record ChangeStream(Posts posts, boolean stateless, LongSupplier ids, Incoming incoming, BooleanSupplier over)
        implements Runnable {
    private static final String LISTEN = "subscriptions/listen";
    private static final int MAX_EVENT = 1 << 20;
    private static final long FIRST_PAUSE = TimeUnit.SECONDS.toNanos(1);
    private static final long LONGEST_PAUSE = TimeUnit.MINUTES.toNanos(1);

    @Override
    public void run() {
        long pause = FIRST_PAUSE;
        while (!over.getAsBoolean() && !Thread.currentThread().isInterrupted()) {
            long began = System.nanoTime();
            if (!listened()) {
                return;
            }
            pause = System.nanoTime() - began > LONGEST_PAUSE ? FIRST_PAUSE : Math.min(2 * pause, LONGEST_PAUSE);
            LockSupport.parkNanos(pause);
        }
    }

    /** Until it breaks; false if there is none to be had. */
    private boolean listened() {
        try {
            var response = stateless
                    ? posts.send(Wire.request(ids.getAsLong(), LISTEN, wanted()), Map.of("mcp-method", LISTEN))
                    : posts.listen();
            if (response.statusCode() != 200 || !HttpAnswer.type(response).equals("text/event-stream")) {
                Posts.close(response);
                return false;
            }
            read(response);
        } catch (Refusal | IOException broken) {
            // It is tried again.
        }
        return true;
    }

    private void read(HttpResponse<InputStream> response) throws IOException {
        var pace = new Pace(MAX_EVENT);
        try (var events = new EventStream(response.body(), MAX_EVENT)) {
            for (var event = events.next(); event.isPresent(); event = events.next()) {
                Message.read(event.get()).ifPresent(this::take);
                pace.took(Math.max(4_096, event.get().length));
            }
        }
    }

    private void take(Message message) {
        switch (message) {
            case Message.Notification told -> incoming.told(told.method(), told.params());
            case Message.Request asked ->
                incoming.asked(
                        asked.id(),
                        asked.method(),
                        asked.params(),
                        said -> Posts.close(posts.send(Wire.response(asked.id(), said), Map.of())));
            case Message.Response end -> {}
        }
    }

    /** The request of a server without a handshake on two pipes, where what it tells comes as everything else does. */
    static Ask piped() {
        return new Ask(LISTEN, wanted());
    }

    private static JsonObject wanted() {
        var json = StrictJson.provider();
        return json.createObjectBuilder()
                .add(
                        "notifications",
                        json.createObjectBuilder()
                                .add("toolsListChanged", true)
                                .add("promptsListChanged", true)
                                .add("resourcesListChanged", true))
                .add("_meta", Revision.META)
                .build();
    }
}
