package dev.polar.runtime.rpc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageTest {
    @Test
    void requests_notifications_and_responses_are_told_apart() {
        assertInstanceOf(Message.Request.class, read("{'jsonrpc':'2.0','id':'a','method':'m'}"));
        assertInstanceOf(Message.Notification.class, read("{'jsonrpc':'2.0','method':'m','params':{}}"));
        var fault = assertInstanceOf(
                Message.Response.class, read("{'jsonrpc':'2.0','id':1,'error':{'code':-32601,'message':'no'}}"));
        assertEquals(new Reply.Fault(-32601, "no"), fault.reply());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "listening on port 3000",
                "[]",
                "[{'jsonrpc':'2.0','method':'m'}]",
                "{'id':1,'result':{}}",
                "{'jsonrpc':'1.0','id':1,'result':{}}",
                "{'jsonrpc':'2.0','id':1}",
                "{'jsonrpc':'2.0','id':1,'result':{},'error':{'code':1,'message':'x'}}",
                "{'jsonrpc':'2.0','id':1,'error':'x'}",
                "{'jsonrpc':'2.0','id':1,'result':{},'result':{}}",
                "{'jsonrpc':'2.0','id':1,'result':{}} {}"
            })
    void anything_else_is_no_message(String text) {
        assertEquals(Optional.empty(), Message.read(text.replace('\'', '"').getBytes(UTF_8)));
    }

    @Test
    void a_text_of_millions_of_values_is_not_read() {
        var dense = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":[" + "1,".repeat(1_000_000) + "1]}";
        assertEquals(Optional.empty(), Message.read(dense.getBytes(UTF_8)));
        var text = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"" + "1,\\\"".repeat(500_000) + "\"}";
        assertInstanceOf(
                Message.Response.class, Message.read(text.getBytes(UTF_8)).orElseThrow());
    }

    @Test
    void nesting_is_bounded() {
        var deep = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
        assertEquals(Optional.empty(), Message.read(deep.getBytes(UTF_8)));
    }

    private static Message read(String text) {
        return Message.read(text.replace('\'', '"').getBytes(UTF_8)).orElseThrow();
    }
}
