package dev.polar.runtime.mcp;

import dev.polar.runtime.Answer;
import dev.polar.runtime.PlainText;
import dev.polar.runtime.rpc.Reply;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.json.Canonical;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.text.CleanText;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Results of {@code tools/call}: untrusted data, looked at from outside. */
final class ToolResults {
    private static final int SHOWN = 500;

    private ToolResults() {}

    /**
     * The answer that a reply is.
     *
     * @throws Refusal {@code TOOL_FAILED}, {@code RESULT_INVALID}
     */
    static Answer read(String server, Reply reply) {
        var result = Results.object(server, reply, Map.of());
        var structured = Optional.ofNullable(result.get("structuredContent")).map(PlainText::of);
        var content = result.get("content");
        if (content == null && structured.isPresent()) {
            content = JsonValue.EMPTY_JSON_ARRAY;
        }
        if (!(content instanceof JsonArray blocks)) {
            throw invalid(server, "it has no content");
        }
        var known = new Blocks(server);
        var shown = StrictJson.provider().createArrayBuilder();
        for (int i = 0; i < blocks.size(); i++) {
            shown.add(known.of("content " + i, blocks.get(i)));
        }
        var error = result.get("isError");
        if (error != null && error != JsonValue.TRUE && error != JsonValue.FALSE) {
            throw invalid(server, "isError is neither true nor false");
        }
        return new Answer(shown.build(), structured, error == JsonValue.TRUE);
    }

    static Refusal invalid(String server, String why) {
        return new Refusal(
                Code.RESULT_INVALID,
                server + " gave an answer that cannot be used: " + why,
                "report it to the plugin's author");
    }

    /** The server said that it failed. */
    static Refusal failed(String server, Reply.Fault fault) {
        var details = new HashMap<String, String>();
        details.put("rpcCode", Long.toString(fault.code()));
        fault.data()
                .filter(data -> fault.code() == Revision.CAPABILITY_MISSING)
                .map(data -> data instanceof JsonObject object
                        ? Members.object(object, "requiredCapabilities")
                        : JsonValue.EMPTY_JSON_OBJECT)
                .ifPresent(missing -> details.put("requiredCapabilities", shown(Canonical.text(missing))));
        return new Refusal(
                Code.TOOL_FAILED,
                server + " refused: " + shown(fault.message()),
                "correct the arguments, or look at the server's log",
                Map.copyOf(details));
    }

    /** A server's words, fit to be shown. */
    static String shown(String text) {
        var line = CleanText.line(text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text);
        return line.isBlank() ? "(no message)" : line;
    }
}
