package dev.polar.runtime.mcp;

import dev.polar.runtime.Answer;
import dev.polar.runtime.rpc.Reply;
import dev.polar.spi.Refusal;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonArray;
import java.util.Optional;

/** Results of {@code resources/read}: one block of an embedded resource for each. */
final class ResourceContents {
    private ResourceContents() {}

    /** @throws Refusal {@code NOT_FOUND}, {@code TOOL_FAILED}, {@code RESULT_INVALID} */
    static Answer read(String server, Reply reply) {
        var result = Results.object(server, reply, Results.OF_ADDRESS);
        if (!(result.get("contents") instanceof JsonArray contents)) {
            throw ToolResults.invalid(server, "it has no contents");
        }
        var blocks = new Blocks(server);
        var content = StrictJson.provider().createArrayBuilder();
        for (int i = 0; i < contents.size(); i++) {
            content.add(StrictJson.provider()
                    .createObjectBuilder()
                    .add("type", "resource")
                    .add("resource", blocks.contents("content " + i, contents.get(i))));
        }
        return new Answer(content.build(), Optional.empty(), false);
    }
}
