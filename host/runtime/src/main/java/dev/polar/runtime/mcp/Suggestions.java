package dev.polar.runtime.mcp;

import dev.polar.runtime.Answer;
import dev.polar.runtime.PlainText;
import dev.polar.runtime.rpc.Reply;
import dev.polar.spi.Refusal;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Optional;

/** Results of {@code completion/complete}: the values, how many there are in all, and whether there are more. */
final class Suggestions {
    private static final int MOST = 100;

    private Suggestions() {}

    /** @throws Refusal {@code ARGUMENTS_INVALID}, {@code TOOL_FAILED}, {@code RESULT_INVALID} */
    static Answer read(String server, Reply reply) {
        var said = Members.object(Results.object(server, reply, Results.OF_ARGUMENTS), "completion");
        if (!(said.get("values") instanceof JsonArray values)
                || !values.stream().allMatch(JsonString.class::isInstance)) {
            throw ToolResults.invalid(server, "it has no list of texts as values");
        }
        var json = StrictJson.provider();
        var shown = json.createArrayBuilder();
        values.stream().limit(MOST).forEach(shown::add);
        var known = json.createObjectBuilder().add("values", shown);
        if (said.get("total") instanceof JsonNumber total && total.isIntegral() && total.longValue() >= 0) {
            known.add("total", total);
        }
        if (values.size() > MOST || said.get("hasMore") == JsonValue.TRUE) {
            known.add("hasMore", true);
        } else if (said.get("hasMore") == JsonValue.FALSE) {
            known.add("hasMore", false);
        }
        return new Answer(JsonValue.EMPTY_JSON_ARRAY, Optional.of(PlainText.of(known.build())), false);
    }
}
