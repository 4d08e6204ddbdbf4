package dev.polar.runtime;

import dev.polar.spi.Caller;
import dev.polar.spi.audit.AuditSink;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** One loaded version of a plugin: its class loader or process, and what it offers. */
public interface Generation {
    GenerationId id();

    /** What held the permissions while this generation ran. */
    Enforcement enforcement();

    /** The tools as the plugin itself offers them now; for an MCP server, what it last listed. */
    List<ToolOffer> tools();

    /** Whether its answers are strangers' words whatever it holds: those of an MCP server are. */
    default boolean untrusted() {
        return false;
    }

    /** Which of several servers answers that; nothing where there are not several. */
    default Optional<String> server(Target target) {
        return Optional.empty();
    }

    /** How many calls at once whoever wrote what answers that wants for it, if they say so. */
    default Optional<Integer> callsAtOnce(Target target) {
        return Optional.empty();
    }

    /**
     * What there is to be read now, by the name of the target that reads it: entries of MCP's {@code resources/list}, of
     * known members only and in plain text. Data that nobody approved.
     */
    default Map<String, List<JsonObject>> resources() {
        return Map.of();
    }

    /**
     * Ends a {@link Target.Kind#SUBSCRIPTION subscription}, as far as that can be done; may wait for a while.
     *
     * @param name of the target that reads the address
     * @param wanted whether somebody wants it by now: then it stays
     */
    default void unsubscribe(String name, String uri, BooleanSupplier wanted) {}

    /** Channel adapters by kind. */
    default Map<String, Adapter> channels() {
        return Map.of();
    }

    /** Rules by name. */
    default Rules rules() {
        return Rules.NONE;
    }

    /** Sinks for records by name, touched only inside {@link #enter}. */
    default Map<String, AuditSink> sinks() {
        return Map.of();
    }

    /**
     * Runs one call. The gate's alone.
     *
     * @throws dev.polar.spi.Refusal {@code TOOL_TIMEOUT}, {@code TOOL_FAILED}, {@code PLUGIN_CRASHED},
     *     {@code RESULT_INVALID}, or what cancelled it
     */
    Answer invoke(Call call, Instant deadline);

    /** The only place that touches plugin objects: binds caller, context loader, thread and deadline. */
    <T> T enter(Caller caller, Instant deadline, Door<T> work);

    /** Calls whose caller was answered by a deadline or a stop and that run on all the same, in words. */
    default List<String> overdue() {
        return List.of();
    }

    /** Ends the generation: waits up to {@code drain} for calls in flight, then cancels them. */
    UnloadReport close(Duration drain);

    /**
     * Ends the generation because it was taken back: nothing of it is asked any more, not even to stop. Processes are
     * killed at once; what runs in the host is interrupted and given until the notice is over.
     */
    default UnloadReport cut(Duration notice) {
        return close(Duration.ZERO);
    }

    /** Work done behind the first door. */
    @FunctionalInterface
    interface Door<T> {
        T run() throws Exception;
    }
}
