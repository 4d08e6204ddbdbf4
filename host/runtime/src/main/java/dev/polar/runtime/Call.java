package dev.polar.runtime;

import dev.polar.spi.Caller;
import dev.polar.spi.Trace;
import jakarta.json.JsonObject;
import java.util.Optional;

/**
 * One wish to act, on its way.
 *
 * @param id the intent's, unique in the installation
 * @param arguments parsed from their canonical bytes
 * @param session the conversation or client run it belongs to
 * @param idempotencyKey same key and arguments: same result
 * @param aside what its caller hears before the answer
 * @param propagated what its caller sends along for whoever is asked in the end
 * @param hops how many hosts it has passed through before it came to this one
 */
public record Call(
        String id,
        Target target,
        JsonObject arguments,
        Caller caller,
        String session,
        Trace trace,
        Optional<String> idempotencyKey,
        Usage usage,
        Cancellation cancellation,
        Aside aside,
        Propagated propagated,
        int hops) {
    /** What {@code _meta} of MCP calls the count of hosts. */
    public static final String HOPS = "dev.polar/hops";

    /** Of a caller at this host who wants the answer and nothing else. */
    public Call(
            String id,
            Target target,
            JsonObject arguments,
            Caller caller,
            String session,
            Trace trace,
            Optional<String> idempotencyKey,
            Usage usage,
            Cancellation cancellation) {
        this(
                id,
                target,
                arguments,
                caller,
                session,
                trace,
                idempotencyKey,
                usage,
                cancellation,
                Aside.NONE,
                Propagated.NOTHING,
                0);
    }

    /** The same, of which nothing is heard before its answer. */
    public Call quiet() {
        return aside == Aside.NONE ? this : heardBy(Aside.NONE);
    }

    /** The same, with somebody who hears what is said before the answer. */
    public Call heardBy(Aside other) {
        return with(arguments, other, propagated);
    }

    /** The same with arguments as they will run. */
    public Call with(JsonObject parsed) {
        return with(parsed, aside, propagated);
    }

    /** The same, with what goes along. */
    public Call with(Propagated along) {
        return with(arguments, aside, along);
    }

    private Call with(JsonObject parsed, Aside other, Propagated along) {
        return new Call(
                id, target, parsed, caller, session, trace, idempotencyKey, usage, cancellation, other, along, hops);
    }
}
