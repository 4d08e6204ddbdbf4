package dev.polar.host.endpoint;

import dev.polar.host.audit.IntentId;
import dev.polar.runtime.Call;
import dev.polar.runtime.Cancellation;
import dev.polar.runtime.Generation;
import dev.polar.runtime.GenerationId;
import dev.polar.runtime.Usage;
import java.util.Optional;

/**
 * One address that one listener wants to hear of.
 *
 * @param uri as the client wrote it, which is what it is told
 * @param call how the gate was asked for it
 * @param approved whether policy asks before it, and an operator said yes
 * @param at whose server says when it changes; empty while nobody does
 * @param refused where it was asked for again and refused, so that it is not asked for at each change of anything
 */
record Subscription(
        Subscriber of,
        String uri,
        Call call,
        boolean approved,
        Optional<Generation> at,
        Optional<GenerationId> refused) {

    /** An address where it stands. */
    record Source(GenerationId generation, String name, String uri) {}

    static Subscription of(Subscriber subscriber, String uri, Call call, Optional<Generation> at) {
        return new Subscription(subscriber, uri, call, false, at, Optional.empty());
    }

    /** The address as its server knows it. */
    String address() {
        return call.arguments().getString("uri");
    }

    Optional<Source> source() {
        return at.map(generation -> new Source(generation.id(), call.target().name(), address()));
    }

    Subscription approved(boolean yes) {
        return new Subscription(of, uri, call, yes, at, refused);
    }

    Subscription at(Generation other) {
        return new Subscription(of, uri, call, approved, Optional.of(other), Optional.empty());
    }

    Subscription nowhere(Optional<GenerationId> refusedBy) {
        return new Subscription(of, uri, call, approved, Optional.empty(), refusedBy);
    }

    /** The same call once more, which nobody waits for. */
    Call again() {
        return new Call(
                IntentId.fresh().value(),
                call.target(),
                call.arguments(),
                call.caller(),
                call.session(),
                call.trace(),
                Optional.empty(),
                new Usage(),
                new Cancellation());
    }
}
