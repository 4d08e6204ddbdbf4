package dev.polar.runtime.worker;

import dev.polar.runtime.CurrentCall;
import dev.polar.runtime.Generation.Door;
import dev.polar.runtime.rpc.Incoming;
import dev.polar.runtime.rpc.Reply;
import dev.polar.spi.Code;
import dev.polar.spi.PluginContext;
import dev.polar.spi.Refusal;
import dev.polar.trust.json.JsonFault;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.Optional;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Where a worker asks its host for something. A request that names the handle of a call gets the rights of that call's
 * caller; one that names none gets what the plugin holds for nobody in particular. What Polar's own code in the worker
 * would not ask is a breach, and ends the process.
 */
final class Desk implements Incoming {
    /** How many requests of one process are worked on at once; the worker's own code never asks for more. */
    static final int MOST = 64;

    private static final int IDLE_SECONDS = 10;
    private static final int MOST_LINES = 5_000;
    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    private final PluginContext host;
    private final Requests requests;
    private final Handles handles;
    private final UnaryOperator<String> masked;
    private final Consumer<String> breach;
    private final ThreadPoolExecutor threads;
    private final AtomicInteger working = new AtomicInteger();
    private long windowStart = System.nanoTime();
    private int lines;

    /** @param breach is told what the other side did that it must not, in words */
    Desk(String name, PluginContext host, Handles handles, UnaryOperator<String> masked, Consumer<String> breach) {
        this.host = host;
        this.requests = new Requests(host);
        this.handles = handles;
        this.masked = masked;
        this.breach = breach;
        // Platform threads: a request that waits for a disk would hold a carrier of the whole host.
        this.threads = new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                Thread.ofPlatform().daemon().name("desk " + name + "-", 1).factory());
    }

    @Override
    public void asked(JsonValue id, String method, JsonObject params, Consumer<Reply> answer) {
        var said = new Members(params);
        try {
            var handle = said.maybeText(Method.HANDLE);
            if (handle.isEmpty()) {
                begin(Optional.empty(), method, said, answer);
                return;
            }
            switch (handles.of(handle.get())) {
                case Handles.Meaning.Live(var issued) -> begin(Optional.of(issued), method, said, answer);
                case Handles.Meaning.Ended ended -> answer.accept(RefusalJson.write(over(method)));
                case Handles.Meaning.Unknown unknown -> breach.accept("a handle that it was never given");
            }
        } catch (Garbled garbled) {
            breach.accept("a request that cannot be read: " + garbled.getMessage());
        }
    }

    private void begin(Optional<Handles.Issued> issued, String method, Members said, Consumer<Reply> answer) {
        if (working.incrementAndGet() > MOST) {
            breach.accept("more than " + MOST + " requests at once");
            return;
        }
        threads.execute(() -> {
            Reply reply;
            try {
                reply = answer(issued, method, said);
            } finally {
                working.decrementAndGet();
            }
            try {
                answer.accept(reply);
            } catch (JsonFault fault) {
                answer.accept(RefusalJson.write(failed(method)));
            }
        });
    }

    private Reply answer(Optional<Handles.Issued> issued, String method, Members said) {
        try {
            return new Reply.Result(
                    issued.isPresent() ? inTheNameOf(issued.get(), method, said) : forNobody(method, said));
        } catch (Refusal why) {
            return RefusalJson.write(why);
        } catch (Garbled garbled) {
            breach.accept("a request that cannot be read: " + garbled.getMessage());
            return RefusalJson.write(failed(method));
        } catch (Exception bug) {
            host.log().log(System.Logger.Level.WARNING, method + " failed: " + bug);
            return RefusalJson.write(failed(method));
        }
    }

    private JsonObject inTheNameOf(Handles.Issued issued, String method, Members said) throws Exception {
        if (!issued.begins()) {
            throw over(method);
        }
        try {
            Door<JsonObject> work = () -> requests.answer(method, said);
            return CurrentCall.with(issued.call(), work);
        } finally {
            issued.leaves();
        }
    }

    private JsonObject forNobody(String method, Members said) {
        if (!Requests.needsNobody(method)) {
            throw new Refusal(
                    Code.PERMISSION_DENIED,
                    method + " was asked for on a thread that answers no call",
                    "ask from the thread that the handler was called on");
        }
        return requests.answer(method, said);
    }

    private static Refusal over(String method) {
        return new Refusal(
                Code.PERMISSION_DENIED,
                method + " was asked for in the name of a call that has ended",
                "ask before the handler returns");
    }

    private static Refusal failed(String method) {
        return new Refusal(Code.TOOL_FAILED, method + " failed in the host", "the host's log says why");
    }

    @Override
    public void told(String method, JsonObject params) {
        switch (method) {
            case Method.LOG -> log(new Members(params));
            case Method.CANCELLED -> {} // what was asked for a call is stopped when the call ends
            default -> breach.accept("a notice that does not exist");
        }
    }

    private void log(Members said) {
        long now = System.nanoTime();
        if (now - windowStart > MINUTE) {
            windowStart = now;
            lines = 0;
        }
        if (++lines > MOST_LINES) {
            breach.accept("more than " + MOST_LINES + " lines for its log in a minute");
            return;
        }
        try {
            var level = said.as("level", System.Logger.Level::valueOf);
            host.log().log(level, masked.apply(said.text("text")));
        } catch (Garbled garbled) {
            breach.accept("a line for its log that cannot be read");
        }
    }

    void close() {
        threads.shutdownNow();
    }
}
