package dev.polar.runtime.worker;

import dev.polar.runtime.Answer;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.Optional;

/** An answer as a worker sends it. */
public final class AnswerJson {
    private AnswerJson() {}

    public static JsonObject write(Answer answer) {
        var object = Members.builder().add("content", answer.content());
        answer.structured().ifPresent(value -> object.add("structured", value));
        return object.build();
    }

    /** What a worker sent, looked at from outside: it is made by the code it comes from. */
    static Answer read(JsonValue value) {
        var said = Members.in(value);
        if (!(said.value("content") instanceof JsonArray content)) {
            throw new Garbled("'content' is no array");
        }
        content.forEach(AnswerJson::check);
        return new Answer(content, Optional.ofNullable(said.of().get("structured")), false);
    }

    private static void check(JsonValue part) {
        var said = Members.in(part);
        switch (said.text("type")) {
            case "text" -> {
                said.text("text");
                requireNothingElse(said, 2);
            }
            case "image", "audio" -> {
                said.bytes("data");
                said.text("mimeType");
                requireNothingElse(said, 3);
            }
            default -> throw new Garbled("no kind of content");
        }
    }

    private static void requireNothingElse(Members said, int members) {
        if (said.of().size() != members) {
            throw new Garbled("a part of the answer has more members than it has to have");
        }
    }
}
