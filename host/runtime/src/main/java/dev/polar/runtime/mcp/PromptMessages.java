package dev.polar.runtime.mcp;

import dev.polar.runtime.Answer;
import dev.polar.runtime.rpc.Reply;
import dev.polar.spi.Refusal;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.util.Optional;

/** Results of {@code prompts/get}: one block for each message, with the {@code role} that says it. */
final class PromptMessages {
    private PromptMessages() {}

    /** @throws Refusal {@code ARGUMENTS_INVALID}, {@code TOOL_FAILED}, {@code RESULT_INVALID} */
    static Answer read(String server, Reply reply) {
        var result = Results.object(server, reply, Results.OF_ARGUMENTS);
        if (!(result.get("messages") instanceof JsonArray messages)) {
            throw ToolResults.invalid(server, "it has no messages");
        }
        var blocks = new Blocks(server);
        var content = StrictJson.provider().createArrayBuilder();
        for (int i = 0; i < messages.size(); i++) {
            if (!(messages.get(i) instanceof JsonObject message)) {
                throw ToolResults.invalid(server, "message " + i + " is no object");
            }
            var role = Members.text(message, "role").orElse("");
            if (!role.equals("user") && !role.equals("assistant")) {
                throw ToolResults.invalid(server, "message " + i + " has the role '" + ToolResults.shown(role) + "'");
            }
            var block = blocks.of("message " + i, message.getOrDefault("content", JsonObject.NULL));
            content.add(StrictJson.provider().createObjectBuilder(block).add("role", role));
        }
        return new Answer(content.build(), Optional.empty(), false);
    }
}
