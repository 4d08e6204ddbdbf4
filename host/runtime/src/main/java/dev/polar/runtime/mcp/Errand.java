package dev.polar.runtime.mcp;

import dev.polar.runtime.Answer;
import dev.polar.runtime.Aside;
import dev.polar.runtime.Call;
import dev.polar.runtime.InFlight;
import dev.polar.runtime.Target;
import dev.polar.runtime.rpc.Reply;
import dev.polar.spi.Refusal;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.pin.Feature;
import dev.polar.trust.pin.FeatureName;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One call of one server: sent as what it is aimed at wants it, waited for, sent again if the server did not look at it, and
 * read.
 *
 * @param inFlight ends what is waited for
 */
record Errand(ServerLink link, Names.Aim aim, Call call, Instant deadline, InFlight inFlight) {
    Answer run() {
        var part = link.begin(call, deadline);
        try {
            if (call.target().kind() == Target.Kind.SUBSCRIPTION) {
                return subscribed(part);
            }
            var reply = new Rounds(link.label(), link.hearing(), call, deadline)
                    .through(input -> reply(() -> sent(part, input)));
            return switch (call.target().kind()) {
                case PROMPT -> PromptMessages.read(link.label(), reply);
                case RESOURCE -> ResourceContents.read(link.label(), reply);
                case COMPLETION -> Suggestions.read(link.label(), reply);
                case TOOL, SKILL, SEND, SUBSCRIPTION -> ToolResults.read(link.label(), reply);
            };
        } finally {
            link.end(part);
        }
    }

    private Answer subscribed(UnderWay.Part part) {
        var uri = call.arguments().getString("uri");
        link.subscribe(
                uri,
                part,
                () -> reply(() -> link.send(
                        Optional.empty(),
                        part,
                        Optional.empty(),
                        (session, around) -> session.subscribe(uri, around))));
        return new Answer(JsonValue.EMPTY_JSON_ARRAY, Optional.empty(), false);
    }

    private ServerLink.Sent sent(UnderWay.Part part, Optional<Aside.Input> input) {
        var target = call.target();
        var arguments = call.arguments();
        return switch (target.kind()) {
            case PROMPT ->
                link.send(
                        Optional.of(new FeatureName(Feature.PROMPT, aim.what())),
                        part,
                        input,
                        (session, around) -> session.prompt(aim.what(), arguments, around));
            case RESOURCE ->
                link.send(
                        Optional.empty(),
                        part,
                        input,
                        (session, around) -> session.read(arguments.getString("uri"), around));
            case COMPLETION ->
                link.send(
                        Optional.of(completed(target, arguments)),
                        part,
                        input,
                        (session, around) -> session.complete(reference(target, arguments), arguments, around));
            case TOOL, SKILL, SEND, SUBSCRIPTION -> link.call(aim.what(), part, input);
        };
    }

    private FeatureName completed(Target target, JsonObject arguments) {
        return Names.isPrompt(target)
                ? new FeatureName(Feature.PROMPT, aim.what())
                : new FeatureName(Feature.TEMPLATE, arguments.getString("template"));
    }

    private JsonObject reference(Target target, JsonObject arguments) {
        var json = StrictJson.provider().createObjectBuilder();
        return Names.isPrompt(target)
                ? json.add("type", "ref/prompt").add("name", aim.what()).build()
                : json.add("type", "ref/resource")
                        .add("uri", arguments.getString("template"))
                        .build();
    }

    private Reply reply(Supplier<ServerLink.Sent> sending) {
        var sent = sending.get();
        var reply = await(sent);
        // A server over HTTP that forgot the session did not look at the request.
        return reply instanceof Reply.Fault fault
                        && fault.code() == HttpAnswer.SESSION_LOST
                        && link.renewed(sent.session(), deadline)
                ? await(sending.get())
                : reply;
    }

    private Reply await(ServerLink.Sent sent) {
        var exchange = sent.exchange();
        Consumer<Refusal> stop = exchange::abandon;
        inFlight.waitingFor(stop);
        try {
            var cancellation = call.cancellation();
            cancellation.onCancel(() -> cancellation.reason().ifPresent(exchange::abandon));
            return exchange.await(deadline);
        } finally {
            inFlight.done(stop);
        }
    }
}
