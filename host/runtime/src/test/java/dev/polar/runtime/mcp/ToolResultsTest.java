package dev.polar.runtime.mcp;

import static dev.polar.runtime.mcp.Here.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.runtime.rpc.Reply;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ToolResultsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'content':[]}",
                "{'content':[{'type':'text','text':'x','annotations':{'audience':['user']},'_meta':{}}]}",
                "{'content':[{'type':'image','data':'AA==','mimeType':'image/png'}],'isError':false}",
                "{'content':[{'type':'audio','data':'AA==','mimeType':'audio/wav'}]}",
                "{'content':[{'type':'resource','resource':{'uri':'a://b','text':'x'}}]}",
                "{'content':[{'type':'resource_link','uri':'a://b','name':'b'}],'resultType':'complete'}",
                "{'structuredContent':{'x':1}}",
                "{'structuredContent':[1],'content':[]}"
            })
    void what_the_specification_allows_is_an_answer(String result) {
        var answer = ToolResults.read("srv", new Reply.Result(json(result)));
        assertEquals(
                json(result).containsKey("structuredContent"),
                answer.structured().isPresent());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "RESULT_INVALID | {}                                                           | no content",
                "RESULT_INVALID | {'content':'x'}                                              | no content",
                "RESULT_INVALID | {'content':['x']}                                            | content 0 is no object",
                "RESULT_INVALID | {'content':[{'text':'x'}]}                                   | the type '(no message)'",
                "RESULT_INVALID | {'content':[{'type':'video','data':'x'}]}                    | the type 'video'",
                "RESULT_INVALID | {'content':[{'type':'text','text':5}]}                       | (text) has no text",
                "RESULT_INVALID | {'content':[{'type':'resource','resource':{}}]}              | no resource with a uri",
                "RESULT_INVALID | {'content':[],'isError':'no'}                                | neither true nor false",
                "RESULT_INVALID | {'content':[],'resultType':'task'}                           | resultType is 'task'",
                "RESULT_INVALID | {'resultType':'input_required','inputRequests':{}}           | resultType is 'input_required'"
            })
    void what_it_does_not_allow_is_refused(Code code, String result, String message) {
        var refusal = assertThrows(Refusal.class, () -> ToolResults.read("srv", new Reply.Result(json(result))));
        assertEquals(code, refusal.code());
        assertTrue(refusal.getMessage().contains(message), refusal.getMessage());
    }

    @Test
    void control_characters_leave_keys_and_texts_of_every_depth() {
        var answer = ToolResults.read(
                "srv",
                new Reply.Result(json("{'content':[{'type':'resource','resource':{'uri':'a://b','text':'x\\u001by'}}],"
                        + "'structuredContent':{'k\\u0007':['\\u0085z',{'deep':'\\t\\n\\r'}],'n':1e3}}")));
        assertEquals(
                "[{\"type\":\"resource\",\"resource\":{\"uri\":\"a://b\",\"text\":\"xy\"}}]",
                answer.content().toString());
        assertEquals(Optional.of(json("{'k':['z',{'deep':'\\t\\n'}],'n':1e3}")), answer.structured());
    }

    @Test
    void a_servers_words_are_shown_on_one_line_and_cut() {
        var refusal =
                ToolResults.failed("srv", new Reply.Fault(-1, "a\u001b]0;title\u0007\nb\u202E" + "x".repeat(900)));
        assertTrue(refusal.getMessage().startsWith("srv refused: a bx"), refusal.getMessage());
        assertTrue(refusal.getMessage().length() < 550);
    }
}
