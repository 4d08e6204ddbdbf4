package dev.polar.host.work;

import dev.polar.runtime.Answer;
import dev.polar.spi.Refusal;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.stream.Collectors;

/** What came of a call, as text for a room. */
final class Wording {
    private Wording() {}

    static String of(Answer answer) {
        return printable(
                answer.structured().orElse(JsonValue.NULL) instanceof JsonObject object
                                && object.get("text") instanceof JsonString said
                        ? said.getString()
                        : content(answer));
    }

    static String of(Refusal refusal) {
        return printable(refusal.code() + "  " + refusal.getMessage()
                + (refusal.hint().isBlank() ? "" : "\nnext  " + refusal.hint()));
    }

    private static String content(Answer answer) {
        return answer.content().stream()
                .map(JsonValue::asJsonObject)
                .filter(block -> block.get("text") instanceof JsonString)
                .map(block -> block.getString("text"))
                .collect(Collectors.joining("\n"));
    }

    /** Control characters change nothing a person can see, and U+0000 no database can keep. */
    private static String printable(String text) {
        return text.codePoints()
                .filter(c -> c >= 0x20 && c != 0x7f || c == '\t' || c == '\n')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
