package dev.polar.runtime;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.Optional;

/**
 * What a caller hears of a call before its answer, and may be asked meanwhile. All of it is the plugin's word: whoever
 * passes it on bounds and cleans it. Telling never waits; any thread may.
 */
public interface Aside {
    /** A caller who wants the answer and nothing else. */
    Aside NONE = new Aside() {};

    /**
     * What a caller brings who was asked in an earlier try of the same call.
     *
     * @param responses by the keys that were asked
     * @param state what the server gave out with its questions, back as it was
     */
    record Input(JsonObject responses, Optional<String> state) {}

    /** Whether progress is worth telling. */
    default boolean hearsProgress() {
        return false;
    }

    /** The least severe log messages worth telling; empty for none. */
    default Optional<Severity> hears() {
        return Optional.empty();
    }

    /** How far the call is; only what is further than before is told. */
    default void progress(JsonNumber done, Optional<JsonNumber> total, Optional<String> message) {}

    /** @param logger which server, and what it calls this part of itself */
    default void log(Severity severity, String logger, JsonValue data) {}

    /** What the caller can be asked, as MCP's client capabilities write it: {@code {"elicitation": {"form": {}}}}. */
    default JsonObject capabilities() {
        return JsonValue.EMPTY_JSON_OBJECT;
    }

    default boolean answers(Inquiry inquiry) {
        return capabilities().containsKey(inquiry.text());
    }

    /** Whether the caller is only asked by ending the call, and then makes it again with the {@link #input}. */
    default boolean asksLater() {
        return false;
    }

    /** What the caller was asked for and brings with this call. */
    default Optional<Input> input() {
        return Optional.empty();
    }

    /**
     * Asks, and waits for what the caller says. It is input, and never approves anything.
     *
     * @throws Refusal {@code TOOL_TIMEOUT}, {@code TOOL_FAILED} if no answer comes
     */
    default JsonObject ask(Inquiry inquiry, JsonObject params, Instant deadline) {
        throw new Refusal(
                Code.TOOL_FAILED,
                "the caller cannot be asked for " + inquiry.text(),
                "give what it needs in the arguments");
    }
}
