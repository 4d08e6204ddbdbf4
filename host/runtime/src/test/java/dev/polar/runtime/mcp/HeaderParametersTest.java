package dev.polar.runtime.mcp;

import static dev.polar.runtime.mcp.Here.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Revision 2026-07-28, "Custom Headers from Tool Parameters". */
class HeaderParametersTest {
    @Test
    void marked_arguments_go_into_headers_at_any_depth() {
        var schema = json("{'properties':{'region':{'type':'string','x-mcp-header':'Region'},"
                + "'opts':{'type':'object','properties':{'n':{'type':'integer','x-mcp-header':'N'},"
                + "'b':{'type':'boolean','x-mcp-header':'B'}}},'query':{'type':'string'}}}");
        var parameters = HeaderParameters.of(schema).orElseThrow();
        assertEquals(
                Map.of("mcp-param-region", "us-west1", "mcp-param-n", "42", "mcp-param-b", "true"),
                parameters.headers(json("{'region':'us-west1','opts':{'n':42.0,'b':true},'query':'x'}")));
        assertEquals(Map.of(), parameters.headers(json("{'region':null,'query':'x'}")));
        assertEquals(Map.of(), parameters.headers(json("{'opts':5}")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'properties':{'a':{'type':'string','x-mcp-header':''}}}",
                "{'properties':{'a':{'type':'string','x-mcp-header':'a b'}}}",
                "{'properties':{'a':{'type':'string','x-mcp-header':'a\\r\\nb'}}}",
                "{'properties':{'a':{'type':'string','x-mcp-header':5}}}",
                "{'properties':{'a':{'type':'number','x-mcp-header':'A'}}}",
                "{'properties':{'a':{'x-mcp-header':'A'}}}",
                "{'properties':{'a':{'type':'string','x-mcp-header':'A'},'b':{'type':'string','x-mcp-header':'a'}}}",
                "{'properties':{'a':{'type':'array','items':{'type':'string','x-mcp-header':'A'}}}}",
                "{'anyOf':[{'properties':{'a':{'type':'string','x-mcp-header':'A'}}}]}",
                "{'$defs':{'d':{'type':'string','x-mcp-header':'A'}},'properties':{'a':{'$ref':'#/$defs/d'}}}",
                "{'x-mcp-header':'A'}"
            })
    void a_mark_that_breaks_a_rule_makes_the_tool_unfit(String schema) {
        assertEquals(Optional.empty(), HeaderParameters.of(json(schema)));
    }

    @Test
    void an_argument_may_be_named_like_the_mark() {
        var schema = json("{'properties':{'x-mcp-header':{'type':'string'},'properties':{'type':'object'}}}");
        assertTrue(HeaderParameters.of(schema).isPresent());
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "us-west1, us-west1",
                "`Hello, 世界`, =?base64?SGVsbG8sIOS4lueVjA==?=",
                "` padded `, =?base64?IHBhZGRlZCA=?=",
                "`line1\nline2`, =?base64?bGluZTEKbGluZTI=?=",
                "=?base64?literal?=, =?base64?PT9iYXNlNjQ/bGl0ZXJhbD89?="
            })
    void values_are_written_as_the_specification_shows(String value, String header) {
        assertEquals(header, HeaderText.of(value));
    }
}
