package dev.polar.runtime.mcp;

import dev.polar.runtime.Inquiry;
import dev.polar.runtime.Severity;
import dev.polar.runtime.rpc.Incoming;
import dev.polar.runtime.rpc.Reply;
import dev.polar.spi.Refusal;
import dev.polar.trust.json.JsonTexts;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * What a server says unasked. A ping is answered, a changed list noticed; progress and log messages go to the caller of
 * the call they are about; a question goes there too, if the server is granted that, and everything else is not available.
 */
final class Unasked implements Incoming {
    private static final int MOST_QUESTIONS = 4;

    private final Hearing hearing;
    private final Supplier<Optional<UnderWay.Part>> whose;
    private final Semaphore questions = new Semaphore(MOST_QUESTIONS);

    /**
     * What all that a server says goes through.
     *
     * @param label for people
     * @param changed to be run when it says that its tools changed
     * @param updated takes what it says of addresses that were subscribed to
     * @param granted what it may ask clients for
     * @param masked takes the plugin's secrets out of what it says
     */
    record Hearing(
            String label,
            Runnable changed,
            BiConsumer<String, JsonObject> updated,
            UnderWay underWay,
            Set<Inquiry> granted,
            UnaryOperator<String> masked) {}

    /** @param whose the call that something without a token is about, if that can be told */
    Unasked(Hearing hearing, Supplier<Optional<UnderWay.Part>> whose) {
        this.hearing = hearing;
        this.whose = whose;
    }

    /** Of a server on two pipes, where everything comes the same way. */
    static Unasked piped(Hearing hearing) {
        return new Unasked(hearing, hearing.underWay()::only);
    }

    /** Of a server over HTTP, of what does not come with the answer to a call. */
    static Unasked nobody(Hearing hearing) {
        return new Unasked(hearing, Optional::empty);
    }

    /** Of a server that answers each call in a stream of its own. */
    static Unasked about(Hearing hearing, UnderWay.Part part) {
        return new Unasked(hearing, () -> Optional.of(part));
    }

    @Override
    public void asked(JsonValue id, String method, JsonObject params, Consumer<Reply> answer) {
        if (method.equals("ping")) {
            answer.accept(new Reply.Result(JsonValue.EMPTY_JSON_OBJECT));
            return;
        }
        var inquiry = Inquiry.of(method);
        var part = whose.get();
        if (inquiry.isEmpty()) {
            answer.accept(refused("Polar gives servers no " + ToolResults.shown(method)));
        } else if (!hearing.granted().contains(inquiry.get())) {
            noted(part, inquiry.get());
            answer.accept(refused("Polar gives servers no " + method + " without "
                    + inquiry.get().permission()));
        } else if (part.isEmpty()) {
            answer.accept(refused("it cannot be told which call asks for " + method));
        } else if (!Questions.possible(part.get().call().aside(), inquiry.get(), params)) {
            noted(part, inquiry.get());
            answer.accept(refused("the caller of this call cannot be asked for "
                    + inquiry.get().text()));
        } else if (!questions.tryAcquire()) {
            answer.accept(refused("the caller has not answered what it was asked before"));
        } else {
            Thread.ofVirtual().name("ask for " + part.get().token()).start(() -> {
                try {
                    answer.accept(ask(part.get(), inquiry.get(), params));
                } catch (Refusal gone) {
                    // The server does not take the answer any more.
                } finally {
                    questions.release();
                }
            });
        }
    }

    private Reply ask(UnderWay.Part part, Inquiry inquiry, JsonObject params) {
        try {
            return new Reply.Result(
                    Questions.put(part.call(), inquiry, masked(params).asJsonObject(), part.deadline()));
        } catch (Refusal why) {
            return refused(why.getMessage());
        } catch (RuntimeException fault) {
            return refused("the caller could not be asked");
        }
    }

    private static void noted(Optional<UnderWay.Part> part, Inquiry inquiry) {
        part.ifPresent(one -> one.call().usage().refused(inquiry.permission()));
    }

    private static Reply refused(String why) {
        return new Reply.Fault(Reply.Fault.METHOD_NOT_FOUND, why);
    }

    @Override
    public void told(String method, JsonObject params) {
        switch (method) {
            case "notifications/tools/list_changed",
                    "notifications/prompts/list_changed",
                    "notifications/resources/list_changed" -> hearing.changed().run();
            case "notifications/resources/updated", "notifications/subscriptions/acknowledged" ->
                hearing.updated().accept(method, params);
            case "notifications/progress" -> progress(params);
            case "notifications/message" -> message(params);
            default -> {}
        }
    }

    private void progress(JsonObject params) {
        var token = params.getOrDefault("progressToken", JsonValue.NULL);
        if (params.get("progress") instanceof JsonNumber done) {
            hearing.underWay()
                    .of(token)
                    .map(part -> part.call().aside())
                    .filter(aside -> aside.hearsProgress())
                    .ifPresent(aside -> aside.progress(
                            done,
                            params.get("total") instanceof JsonNumber total ? Optional.of(total) : Optional.empty(),
                            Members.text(params, "message").map(hearing.masked())));
        }
    }

    private void message(JsonObject params) {
        var severity = Members.text(params, "level").flatMap(Severity::of);
        var data = params.get("data");
        if (severity.isEmpty() || data == null) {
            return;
        }
        whose.get()
                .map(part -> part.call().aside())
                .filter(aside -> aside.hears()
                        .filter(least -> severity.get().compareTo(least) >= 0)
                        .isPresent())
                .ifPresent(aside -> aside.log(
                        severity.get(),
                        hearing.label()
                                + Members.text(params, "logger")
                                        .map(hearing.masked())
                                        .map(own -> "/" + own)
                                        .orElse(""),
                        masked(data)));
    }

    private JsonValue masked(JsonValue value) {
        return JsonTexts.map(value, hearing.masked());
    }
}
