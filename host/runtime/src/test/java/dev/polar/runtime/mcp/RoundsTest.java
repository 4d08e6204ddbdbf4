package dev.polar.runtime.mcp;

import static dev.polar.runtime.mcp.Here.call;
import static dev.polar.runtime.mcp.Here.in;
import static dev.polar.runtime.mcp.Here.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.polar.runtime.Aside;
import dev.polar.runtime.Call;
import dev.polar.runtime.Inquiry;
import dev.polar.runtime.rpc.Reply;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A server of 2026-07-28 that answers with questions. */
class RoundsTest {
    private static final String ASKS = "{'resultType':'input_required','requestState':'s','inputRequests':{'who':"
            + "{'method':'elicitation/create','params':{'message':'secret-42?','requestedSchema':{}}}}}";
    private static final String ACCEPTS = "{'action':'accept'}";

    private final List<Optional<Aside.Input>> sent = new ArrayList<>();

    private Reply through(Call call, Set<Inquiry> granted, String... replies) {
        var hearing = new Unasked.Hearing(
                "srv",
                () -> {},
                (method, params) -> {},
                new UnderWay(),
                granted,
                text -> text.replace("secret-42", "[masked]"));
        return new Rounds("srv", hearing, call, in(30)).through(input -> {
            sent.add(input);
            return new Reply.Result(json(replies[Math.min(sent.size(), replies.length) - 1]));
        });
    }

    @Test
    void a_caller_in_its_stream_is_asked_until_there_is_an_answer() {
        var caller = Listener.of("{'elicitation':{}}", ACCEPTS);
        var reply = through(call("t", "{}", caller), Set.of(Inquiry.ELICITATION), ASKS, ASKS, "{'content':[]}");
        assertEquals(new Reply.Result(json("{'content':[]}")), reply);
        assertEquals(3, sent.size());
        assertEquals(
                new Aside.Input(json("{'who':{'action':'accept'}}"), Optional.of("s")),
                sent.get(2).orElseThrow());
        assertEquals(
                "ELICITATION {\"message\":\"local.test asks: [masked]?\",\"requestedSchema\":{}}",
                caller.heard().remove());
    }

    @Test
    void a_caller_between_calls_is_told_what_to_bring_and_brings_it() {
        var caller = Listener.of("{'elicitation':{}}", "{}").later(Optional.empty());
        var why =
                assertThrows(Refusal.class, () -> through(call("t", "{}", caller), Set.of(Inquiry.ELICITATION), ASKS));
        assertEquals(Code.INPUT_REQUIRED, why.code());
        assertEquals("s", why.details().get("requestState"));
        assertEquals(
                "{\"who\":{\"method\":\"elicitation/create\",\"params\":{\"message\":\"local.test asks: [masked]?\","
                        + "\"requestedSchema\":{}}}}",
                why.details().get("inputRequests"));
        var brings =
                new Aside.Input(json("{'who':{'action':'accept'},'odd':7,'roots':{'roots':[]}}"), Optional.of("s"));
        through(
                call("t", "{}", caller.later(Optional.of(brings))),
                Set.of(Inquiry.ELICITATION),
                "{'resultType':'complete','content':[]}");
        assertEquals(
                json("{'who':{'action':'accept'}}"),
                sent.getLast().orElseThrow().responses(),
                "what is no answer, or not to what it may ask, does not reach it");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "elicitation/create     | {}                 | TOOL_FAILED | not granted",
                "elicitation/create     | {'sampling':{}}    | TOOL_FAILED | not granted",
                "sampling/createMessage | {'elicitation':{}} | TOOL_FAILED | cannot be asked",
                "tools/list             | {'elicitation':{}} | TOOL_FAILED | does not know",
            })
    void what_may_not_or_cannot_be_asked_fails_the_call(String method, String capabilities, Code code, String says) {
        var caller = Listener.of(capabilities, ACCEPTS);
        var why = assertThrows(
                Refusal.class,
                () -> through(
                        call("t", "{}", caller),
                        says.equals("not granted") ? Set.of() : Set.of(Inquiry.ELICITATION, Inquiry.SAMPLING),
                        ASKS.replace("elicitation/create", method)));
        assertEquals(code, why.code());
        assertEquals(true, why.getMessage().contains(says), why.getMessage());
        assertEquals(0, caller.heard().size());
    }

    @Test
    void a_server_that_asks_without_end_is_given_up() {
        var caller = Listener.of("{'elicitation':{}}", ACCEPTS);
        assertThrows(Refusal.class, () -> through(call("t", "{}", caller), Set.of(Inquiry.ELICITATION), ASKS));
        assertEquals(8, sent.size());
    }
}
