package dev.polar.runtime.java;

import dev.polar.runtime.Answer;
import dev.polar.spi.Code;
import dev.polar.spi.Content;
import dev.polar.spi.Refusal;
import dev.polar.spi.ToolResult;
import dev.polar.trust.json.Canonical;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A tool's result as MCP content (Model Context Protocol 2025-11-25, tool results), bounded on the way. */
final class Answers {
    /** The most text of one answer, in bytes of UTF-8. */
    static final int MOST_TEXT = 1 << 20;

    /** The most media of one answer, in bytes. */
    static final int MOST_MEDIA = 8 << 20;

    private static final JsonProvider JSON = StrictJson.provider();

    private final Binding binding;
    private int text;
    private int media;

    private Answers(Binding binding) {
        this.binding = binding;
    }

    /**
     * The answer.
     *
     * @throws Refusal {@code RESULT_INVALID}
     */
    static Answer of(@Nullable ToolResult result, Binding binding) {
        if (result == null) {
            throw invalid("the tool answered null");
        }
        return new Answers(binding).answer(result);
    }

    private Answer answer(ToolResult result) {
        Optional<JsonValue> structured = result.structured().map(value -> binding.write(value, Code.RESULT_INVALID));
        var content = JSON.createArrayBuilder();
        result.content().forEach(part -> content.add(part(part)));
        if (result.content().isEmpty()) {
            structured.ifPresent(value -> content.add(text(Canonical.text(value))));
        }
        return new Answer(content.build(), structured, false);
    }

    private JsonObject part(Content part) {
        return switch (part) {
            case Content.Text words -> text(words.text());
            case Content.Media bytes -> media(bytes);
        };
    }

    private JsonObject text(@Nullable String words) {
        if (words == null) {
            throw invalid("a text of the answer is null");
        }
        if (words.length() > MOST_TEXT) {
            throw invalid("the answer has more than " + MOST_TEXT + " bytes of text");
        }
        var bytes = words.getBytes(StandardCharsets.UTF_8);
        text += bytes.length;
        if (text > MOST_TEXT) {
            throw invalid("the answer has more than " + MOST_TEXT + " bytes of text");
        }
        // Through UTF-8 and back: a half character, as cutting a text leaves it, becomes a question mark.
        return JSON.createObjectBuilder()
                .add("type", "text")
                .add("text", new String(bytes, StandardCharsets.UTF_8))
                .build();
    }

    private JsonObject media(Content.Media part) {
        if (part.mimeType() == null || part.bytes() == null) {
            throw invalid("a part of the answer has no type or no bytes");
        }
        if (part.bytes().length > MOST_MEDIA - media) {
            throw invalid("the answer has more than " + MOST_MEDIA + " bytes of media");
        }
        media += part.bytes().length;
        var type =
                part.mimeType().startsWith("image/") ? "image" : part.mimeType().startsWith("audio/") ? "audio" : "";
        if (type.isEmpty()) {
            throw invalid("an answer holds images and audio, not '" + part.mimeType() + "'");
        }
        return JSON.createObjectBuilder()
                .add("type", type)
                .add("data", Base64.getEncoder().encodeToString(part.bytes()))
                .add("mimeType", part.mimeType())
                .build();
    }

    private static Refusal invalid(String message) {
        return new Refusal(Code.RESULT_INVALID, message, "");
    }
}
