package dev.polar.runtime.mcp;

import dev.polar.runtime.rpc.Reply;
import dev.polar.spi.Refusal;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The bytes in an answer to {@code resources/read}, exactly as the server means them. */
final class SkillFile {
    private SkillFile() {}

    /**
     * Reads them.
     *
     * @param masked what takes the plugin's secrets out: a file with one of them is not let in
     * @throws Refusal {@code RESULT_INVALID}
     */
    static byte[] read(String server, String uri, Reply reply, UnaryOperator<String> masked) {
        var answer = Results.object(server, reply, Map.of());
        var file = Members.array(answer, "contents").stream()
                .filter(value -> value instanceof JsonObject one
                        && Members.text(one, "uri").filter(uri::equals).isPresent())
                .map(value -> value.asJsonObject())
                .findFirst()
                .orElseThrow(() -> invalid(server, uri, "is not in the answer"));
        if (file.get("text") instanceof JsonString text) {
            return clean(server, uri, text.getString(), masked).getBytes(StandardCharsets.UTF_8);
        }
        try {
            var bytes = Base64.getDecoder().decode(Members.text(file, "blob").orElse("!"));
            clean(server, uri, new String(bytes, StandardCharsets.UTF_8), masked);
            return bytes;
        } catch (IllegalArgumentException e) {
            throw invalid(server, uri, "is neither text nor base64");
        }
    }

    private static String clean(String server, String uri, String text, UnaryOperator<String> masked) {
        if (!masked.apply(text).equals(text)) {
            throw invalid(server, uri, "holds a secret of the plugin");
        }
        return text;
    }

    private static Refusal invalid(String server, String uri, String what) {
        return ToolResults.invalid(server, "'" + ToolResults.shown(uri) + "' " + what);
    }
}
