package dev.polar.worker;

import dev.polar.runtime.Call;
import dev.polar.runtime.Cancellation;
import dev.polar.runtime.Target;
import dev.polar.runtime.Usage;
import dev.polar.runtime.java.JavaGeneration;
import dev.polar.runtime.rpc.Incoming;
import dev.polar.runtime.rpc.Reply;
import dev.polar.runtime.worker.AnswerJson;
import dev.polar.runtime.worker.CallerJson;
import dev.polar.runtime.worker.Members;
import dev.polar.runtime.worker.Method;
import dev.polar.runtime.worker.RefusalJson;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.spi.Trace;
import dev.polar.trust.json.JsonFault;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the host asks of a worker. Every request is answered once the plugin's thread has left it, cancelled or not. */
final class Serving implements Incoming {
    private final Loading loading;
    private final AtomicReference<@Nullable JavaGeneration> generation = new AtomicReference<>();
    private final Map<Long, Cancellation> running = new ConcurrentHashMap<>();

    Serving(Loading loading) {
        this.loading = loading;
    }

    @Override
    public void asked(JsonValue id, String method, JsonObject params, Consumer<Reply> answer) {
        var said = new Members(params);
        switch (method) {
            case Method.CALL -> call(id, said, answer);
            case Method.CHANNEL -> aside(answer, () -> new Adapters(loaded().channels()).answer(said, loaded()));
            case Method.RULE -> aside(answer, () -> new RuleAnswers(loaded().rules()).answer(said, loaded()));
            case Method.AUDIT -> aside(answer, () -> SinkAnswers.answer(said, loaded()));
            case Method.START ->
                aside(answer, () -> {
                    generation.set(loading.load(said));
                    return JsonValue.EMPTY_JSON_OBJECT;
                });
            case Method.STOP ->
                aside(answer, () -> {
                    var left = loaded().stop();
                    if (left.isEmpty()) {
                        return JsonValue.EMPTY_JSON_OBJECT;
                    }
                    throw new Refusal(Code.TOOL_FAILED, left.getFirst(), "");
                });
            default -> answer.accept(new Reply.Fault(Reply.Fault.METHOD_NOT_FOUND, method));
        }
    }

    private JavaGeneration loaded() {
        var loaded = generation.get();
        if (loaded == null) {
            throw new Refusal(Code.TOOL_FAILED, "nothing is loaded", "");
        }
        return loaded;
    }

    /** On a thread of its own, for work that waits. */
    private static void aside(Consumer<Reply> answer, Supplier<JsonObject> work) {
        Thread.ofPlatform().daemon().start(() -> say(answer, outcome(work)));
    }

    private static Reply outcome(Supplier<JsonObject> work) {
        try {
            return new Reply.Result(work.get());
        } catch (Refusal why) {
            return RefusalJson.write(why);
        } catch (RuntimeException | Error fault) {
            return RefusalJson.write(new Refusal(Code.TOOL_FAILED, String.valueOf(fault), ""));
        }
    }

    /** The way that is used most: nothing waits, and the plugin's own thread answers. */
    private void call(JsonValue named, Members said, Consumer<Reply> answer) {
        var id = ((JsonNumber) named).longValue();
        var cancellation = new Cancellation();
        running.put(id, cancellation);
        try {
            var loaded = loaded();
            var call = new Call(
                    said.text(Method.HANDLE),
                    Target.tool(loaded.id().plugin(), said.text("tool")),
                    said.object("arguments").of(),
                    CallerJson.read(said.object("caller")),
                    "",
                    new Trace(said.text("trace")),
                    Optional.empty(),
                    new Usage(),
                    cancellation);
            loaded.begin(call, said.moment("deadline")).whenComplete((value, thrown) -> {
                running.remove(id);
                say(
                        answer,
                        value != null ? new Reply.Result(AnswerJson.write(value)) : RefusalJson.write(refusal(thrown)));
            });
        } catch (RuntimeException why) {
            running.remove(id);
            say(answer, RefusalJson.write(refusal(why)));
        }
    }

    /** What cannot be written as JSON is no answer. */
    private static void say(Consumer<Reply> answer, Reply reply) {
        try {
            answer.accept(reply);
        } catch (JsonFault fault) {
            answer.accept(RefusalJson.write(
                    new Refusal(Code.RESULT_INVALID, "the answer does not become JSON: " + fault, "")));
        }
    }

    private static Refusal refusal(@Nullable Throwable thrown) {
        return thrown instanceof Refusal why ? why : new Refusal(Code.TOOL_FAILED, String.valueOf(thrown), "");
    }

    @Override
    public void told(String method, JsonObject params) {
        if (method.equals(Method.CANCELLED)) {
            var cancellation = running.get(new Members(params).number("requestId"));
            if (cancellation != null) {
                var reason = params.get("reason") instanceof JsonString text ? text.getString() : "";
                cancellation.cancel(new Refusal(Code.TOOL_FAILED, "the call was given up: " + reason, ""));
            }
        }
    }
}
