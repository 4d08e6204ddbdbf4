package dev.polar.runtime.mcp;

import static dev.polar.runtime.mcp.Here.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.runtime.rpc.Reply;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlocksTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'type':'image','data':'A','mimeType':'image/png'}           | not base64",
                "{'type':'audio','data':'AA-_','mimeType':'audio/wav'}        | not base64",
                "{'type':'image','data':'AA==AA==','mimeType':'image/png'}    | not base64",
                "{'type':'image','data':'AAAA'}                               | (image) has no mimeType",
                "{'type':'resource_link','uri':'a://b'}                       | (resource_link) has no name",
                "{'type':'resource','resource':{'uri':'a://b'}}               | neither text nor blob",
                "{'type':'resource','resource':{'uri':'SKILL://a/b','text':'x'}} | only the host gives",
                "{'type':'resource','resource':{'uri':'polar:a/b/c','text':'x'}} | only the host gives",
                "{'type':'tool_use','id':'x'}                                 | the type 'tool_use'",
                "[]                                                           | is no object",
            })
    void a_block_that_is_not_what_it_says_is_refused(String block, String why) {
        var refusal = assertThrows(
                Refusal.class,
                () -> new Blocks("srv")
                        .of("content 0", json("{'x':" + block + "}").get("x")));
        assertEquals(Code.RESULT_INVALID, refusal.code());
        assertTrue(refusal.getMessage().contains(why), refusal.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'audience':'user','priority':2,'lastModified':5}                 | {}",
                "{'audience':['user','user','x',1],'priority':1,'extra':{'a':1}}   | {'audience':['user'],'priority':1}",
                "{'audience':[],'priority':-0.1,'lastModified':'2026'}             | {'lastModified':'2026'}",
            })
    void annotations_are_hints_in_the_form_that_is_known(String said, String shown) {
        assertEquals(json(shown), Blocks.annotations(json(said)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                                            | no messages",
                "{'messages':['x']}                                            | message 0 is no object",
                "{'messages':[{'role':'system','content':{'type':'text','text':'x'}}]} | the role 'system'",
                "{'messages':[{'role':'user'}]}                                | message 0 is no object",
            })
    void messages_that_are_none_are_refused(String result, String why) {
        var refusal = assertThrows(Refusal.class, () -> PromptMessages.read("srv", new Reply.Result(json(result))));
        assertTrue(refusal.getMessage().contains(why), refusal.getMessage());
    }
}
