package dev.polar.runtime.mcp;

import dev.polar.runtime.rpc.Reply;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import jakarta.json.JsonObject;
import java.util.Map;

/** Results of requests, before what is asked for is read from them. */
final class Results {
    /** Faults that say that whoever asked has to ask otherwise: the server is not to blame for them. */
    static final Map<Long, Code> OF_ARGUMENTS = Map.of(-32602L, Code.ARGUMENTS_INVALID);

    /** The same of an address: -32602 since 2026-07-28, and -32002 before. */
    static final Map<Long, Code> OF_ADDRESS = Map.of(-32602L, Code.NOT_FOUND, -32002L, Code.NOT_FOUND);

    private Results() {}

    /**
     * The result, if there is one and it is complete.
     *
     * @param askers faults for which whoever asked is to blame, and the code of each
     * @throws Refusal one of those codes, {@code TOOL_FAILED}, {@code RESULT_INVALID}
     */
    static JsonObject object(String server, Reply reply, Map<Long, Code> askers) {
        return switch (reply) {
            case Reply.Fault fault
            when askers.containsKey(fault.code()) ->
                throw new Refusal(
                        askers.get(fault.code()),
                        server + " refused: " + ToolResults.shown(fault.message()),
                        "correct what is asked for",
                        Map.of("rpcCode", Long.toString(fault.code())));
            case Reply.Fault fault -> throw ToolResults.failed(server, fault);
            case Reply.Result(var value) when value instanceof JsonObject result -> complete(server, result);
            case Reply.Result result -> throw ToolResults.invalid(server, "it is no object");
        };
    }

    private static JsonObject complete(String server, JsonObject result) {
        var type = Members.text(result, "resultType").orElse("complete");
        if (!type.equals("complete")) {
            throw ToolResults.invalid(server, "its resultType is '" + ToolResults.shown(type) + "'");
        }
        return result;
    }
}
