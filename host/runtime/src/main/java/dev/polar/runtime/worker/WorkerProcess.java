package dev.polar.runtime.worker;

import dev.polar.runtime.Answer;
import dev.polar.runtime.Call;
import dev.polar.runtime.Cancellation;
import dev.polar.runtime.InFlight;
import dev.polar.runtime.child.Child;
import dev.polar.runtime.child.Egress;
import dev.polar.runtime.child.Spoken;
import dev.polar.runtime.java.Blame;
import dev.polar.runtime.rpc.Ask;
import dev.polar.runtime.rpc.Exchange;
import dev.polar.runtime.rpc.Message;
import dev.polar.runtime.rpc.Reply;
import dev.polar.runtime.rpc.StdioPeer;
import dev.polar.spi.Code;
import dev.polar.spi.PluginContext;
import dev.polar.spi.Refusal;
import dev.polar.trust.text.CleanText;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** One process of a plugin, from its start to its end. */
final class WorkerProcess {
    /** How many calls it answers at once; what was given up and does not end counts. */
    static final int MOST_CALLS = 64;

    private static final Duration LEAVE = Duration.ofSeconds(2);
    private static final Duration OBEY = Duration.ofMillis(500);

    /** How long something that was given up may go on before it counts against the process, and how many may. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final int MOST_OVERDUE = 8;
    private static final int LONGEST_WORDS = 500;

    /**
     * 16 MiB a line, for 10 MiB of bytes in base64; a line that is longer is not waited for. Values nest as deep as
     * anywhere, and the message around them. It gets eight thousand requests a second read.
     */
    private static final StdioPeer.Limits LIMITS =
            new StdioPeer.Limits(16 << 20, 16 << 20, 32 << 20, Message.MAX_DEPTH + 8, 32 << 20);

    private final String name;
    private final Child child;
    private final Spoken words;
    private final Optional<Egress.Opened> egress;
    private final InFlight inFlight;
    private final Consumer<Refusal> breached;
    private final Handles handles = new Handles();
    private final Desk desk;
    private final StdioPeer peer;
    private final AtomicBoolean breach = new AtomicBoolean();
    private final Set<Late> late = ConcurrentHashMap.newKeySet();

    /** A call that somebody gave up and that it has not ended. */
    private record Late(String what, Exchange exchange, Instant since) {}

    /**
     * @param inFlight knows what is waited for
     * @param breached is told, once, that it does what Polar's own code does not; it is ended then; must not wait
     */
    WorkerProcess(
            String name,
            Child child,
            Spoken words,
            Optional<Egress.Opened> egress,
            PluginContext host,
            UnaryOperator<String> masked,
            InFlight inFlight,
            Consumer<Refusal> breached) {
        this.name = name;
        this.child = child;
        this.words = words;
        this.egress = egress;
        this.inFlight = inFlight;
        this.breached = breached;
        this.desk = new Desk(name, host, handles, masked, this::breach);
        this.peer =
                new StdioPeer(name, child.output(), child.input(), LIMITS, desk, this::epitaph).strict(this::breach);
    }

    /** Starts to read and write; nothing is heard before. */
    WorkerProcess open() {
        peer.open();
        return this;
    }

    Optional<Refusal> ended() {
        return peer.ended();
    }

    /** One that closed its output is no use any more, alive or not. */
    private Refusal epitaph() {
        var why = words.epitaph(name, child);
        Thread.ofVirtual().name("end " + name).start(this::cut);
        return why;
    }

    private void breach(String what) {
        var why = new Refusal(
                Code.PLUGIN_CRASHED,
                name + " was ended, because it wrote " + what + " to its host: code in it speaks in the host's name",
                "look at the plugin's code, or ask its publisher");
        if (!breach.compareAndSet(false, true)) {
            return;
        }
        breached.accept(why); // first: whoever is told below may ask for another process at once
        peer.end(why);
        // Not on the thread that reads: what is left to do waits for the process.
        Thread.ofVirtual().name("end " + name).start(this::cut);
    }

    /**
     * Asks it to load the plugin.
     *
     * @throws Refusal what the plugin's start was refused with
     */
    void ready(JsonObject start, Instant deadline) {
        switch (wait(new Ask(Method.START, start), "start", new Cancellation(), deadline)) {
            case Reply.Result ready -> {}
            case Reply.Fault fault -> throw read(() -> RefusalJson.read(fault));
        }
    }

    /** Has a call answered. */
    Answer call(Call call, Instant deadline) {
        requireRoom();
        try (var issued = handles.issue(call)) {
            var params = Members.builder()
                    .add(Method.HANDLE, issued.handle())
                    .add("tool", call.target().name())
                    .add("arguments", call.arguments())
                    .add("caller", CallerJson.write(call.caller()))
                    .add("deadline", deadline.toString())
                    .add("trace", call.trace().traceparent())
                    .build();
            var value = value(new Ask(Method.CALL, params), call.target().toString(), call.cancellation(), deadline);
            return read(() -> AnswerJson.read(value));
        }
    }

    /** Has a channel adapter or a rule asked. */
    <T> T ask(Ask ask, String what, Instant deadline, Function<Members, T> reader) {
        requireRoom();
        var value = value(ask, what, new Cancellation(), deadline);
        return read(() -> reader.apply(Members.in(value)));
    }

    /** What the other side sent; it cannot be read if other code than Polar's sent it. */
    private <T> T read(Supplier<T> reader) {
        try {
            return reader.get();
        } catch (Garbled garbled) {
            breach("an answer that cannot be read (" + garbled.getMessage() + ")");
            throw peer.ended().orElseThrow();
        }
    }

    private JsonValue value(Ask ask, String what, Cancellation cancellation, Instant deadline) {
        return switch (wait(ask, what, cancellation, deadline)) {
            case Reply.Result(var value) -> value;
            case Reply.Fault fault -> throw own(read(() -> RefusalJson.read(fault)));
        };
    }

    private Reply wait(Ask ask, String what, Cancellation cancellation, Instant deadline) {
        var exchange = peer.send(ask);
        Consumer<Refusal> stop = exchange::abandon;
        inFlight.waitingFor(stop);
        try (var ignored = cancellation.onCancel(
                () -> exchange.abandon(cancellation.reason().orElseThrow()))) {
            return exchange.await(deadline);
        } finally {
            if (!exchange.answered() && peer.ended().isEmpty()) {
                late.add(new Late(what, exchange, Instant.now()));
            }
            inFlight.done(stop);
        }
    }

    /** What code in a process of its own says in its own name; it cannot revoke or time out by saying so. */
    private static Refusal own(Refusal said) {
        var code =
                Blame.isPluginsOwn(said.code()) || said.code() == Code.RESULT_INVALID ? said.code() : Code.TOOL_FAILED;
        var details = new HashMap<String, String>();
        said.details().forEach((key, value) -> details.put(plain(key), plain(value)));
        return new Refusal(code, plain(said.getMessage()), plain(said.hint()), details);
    }

    private static String plain(String text) {
        var line = CleanText.line(text);
        return line.length() <= LONGEST_WORDS ? line : line.substring(0, LONGEST_WORDS) + "...";
    }

    /** Ends a process that does not end what was given up: the next call starts another. */
    private void requireRoom() {
        late.removeIf(one -> one.exchange().answered());
        var old = Instant.now().minus(PATIENCE);
        if (late.size() >= MOST_CALLS
                || late.stream().filter(one -> one.since().isBefore(old)).count() > MOST_OVERDUE) {
            var why = new Refusal(
                    Code.PLUGIN_CRASHED,
                    name + " was ended, because it does not end calls that were given up: " + overdue(),
                    "polar inspect shows its log");
            peer.end(why);
            cut();
            throw why;
        }
    }

    /** Calls that were given up and have not ended, in words. */
    List<String> overdue() {
        var now = Instant.now();
        return late.stream()
                .filter(one -> !one.exchange().answered())
                .map(one -> one.what() + " has run for "
                        + Duration.between(one.since(), now).toSeconds() + " s longer than somebody waited")
                .sorted()
                .toList();
    }

    /** Lets the plugin stop and the process leave; what stayed, in words. */
    List<String> close(Duration stopWithin) {
        var left = new ArrayList<String>();
        if (peer.ended().isEmpty()) {
            try {
                var reply = peer.send(new Ask(Method.STOP, JsonValue.EMPTY_JSON_OBJECT))
                        .await(Instant.now().plus(stopWithin));
                if (reply instanceof Reply.Fault fault) {
                    left.add(plain(fault.message()));
                }
            } catch (Refusal why) {
                left.add("stop(): " + plain(why.getMessage()));
            }
        }
        peer.close();
        left.addAll(child.end(LEAVE, OBEY));
        gone();
        return left;
    }

    /** Ends it at once; nothing is asked. What stayed, in words. */
    List<String> cut() {
        var left = child.cut();
        peer.close();
        gone();
        return left;
    }

    private void gone() {
        desk.close();
        egress.ifPresent(Egress.Opened::close);
    }
}
