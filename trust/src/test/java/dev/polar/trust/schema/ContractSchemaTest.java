package dev.polar.trust.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonValue;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ContractSchemaTest {
    private static final StrictJson.Limits LIMITS = new StrictJson.Limits(10_000_000, 200);

    private static JsonValue json(String text) {
        return StrictJson.parse(text.replace('\'', '"').getBytes(UTF_8), LIMITS);
    }

    private static ContractSchema schema(String text) {
        return ContractSchema.compile(json(text).asJsonObject());
    }

    private static Optional<Violation> check(String schema, String value) {
        return schema(schema).check(json(value));
    }

    /** A quote is written ' here. */
    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', delimiter = '|', nullValues = "-", textBlock = """
            {'type':'object','properties':{'a':{'type':'string'}}}  | {'a':'x'}     | -      | -
            {'type':'object','properties':{'a':{'type':'string'}}}  | {'a':1}       | /a     | /properties/a/type
            {'type':'object'}                                       | []            | ""     | /type
            {'required':['a']}                                      | {}            | ""     | /required
            {'properties':{'a':true},'additionalProperties':false}  | {'b':1}       | /b     | /additionalProperties
            {'items':{'minimum':3}}                                 | [3,2]         | /1     | /items/minimum
            {'type':'integer'}                                      | 1.0           | -      | -
            {'type':'integer'}                                      | 1.5           | ""     | /type
            {'const':{'a':[1.0,2]}}                                 | {'a':[1,2]}   | -      | -
            {'enum':['a','b']}                                      | 'c'           | ""     | /enum
            {'pattern':'^[a-z]+$'}                                  | 'abc'         | -      | -
            {'pattern':'^[a-z]+$'}                                  | 'abc\\n'      | ""     | /pattern
            {'pattern':'^\\\\u{61}[[&&]$'}                          | 'a['          | -      | -
            {'patternProperties':{'^x':{'type':'string'}}}          | {'xa':1}      | /xa    | /patternProperties/^x/type
            {'patternProperties':{'^x':true},'additionalProperties':false} | {'xa':1} | -    | -
            {'patternProperties':{'^x':true},'unevaluatedProperties':false} | {'y':1} | /y   | /unevaluatedProperties
            {'$ref':'#/$defs/a','$defs':{'a':{'type':'null'}}}      | 1             | ""     | /$defs/a/type
            {'$ref':'#n','$defs':{'a':{'$anchor':'n','type':'null'}}} | 1           | ""     | /$defs/a/type
            {'properties':{'next':{'$ref':'#'}},'type':'object'}    | {'next':{'next':1}} | /next/next | /type
            {'properties':{'pattern':{'type':'string'},'$ref':{'type':'string'}}} | {'pattern':1} | /pattern | /properties/pattern/type
            {'default':{'$ref':'https://example.org/not-a-reference'}} | 1          | -      | -
            {'oneOf':[{'type':'string'},{'type':'null'}]}           | 1             | ""     | /oneOf/0/type
            {'uniqueItems':true}                                    | [1,1.0]       | ""     | /uniqueItems
            {'multipleOf':0.1}                                      | 0.3           | -      | -
            {'maxLength':1}                                         | '😀'          | -      | -
            {'format':'email'}                                      | 'nobody'      | -      | -
            {'$schema':'https://json-schema.org/draft/2020-12/schema'} | 1          | -      | -
            """)
    void a_value_is_held_against_its_schema(String schema, String value, String path, String rule) {
        var found = check(schema, value);
        assertEquals(Optional.ofNullable(path), found.map(Violation::path), found::toString);
        assertEquals(Optional.ofNullable(rule), found.map(Violation::rule), found::toString);
    }

    @Test
    void a_violation_never_repeats_the_value() {
        for (var schema : new String[] {
            "{'const':1}", "{'enum':[1]}", "{'maxLength':1}", "{'pattern':'^a$'}", "{'type':'integer'}", "{'not':{}}"
        }) {
            var found = check(schema, "'very-secret'").orElseThrow();
            assertFalse(found.toString().contains("secret"), found.toString());
        }
        assertEquals(
                "/a: Value is [integer] but should be [string]",
                check("{'properties':{'a':{'type':'string'}}}", "{'a':1}")
                        .orElseThrow()
                        .message());
        assertTrue(check("{'required':['place']}", "{}").orElseThrow().message().contains("place"));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', delimiter = '|', textBlock = """
            {'type':'text'}                            | /type                 | schema-meta
            {'properties':{'a':{'minLength':-1}}}      | /properties/a/minLength | schema-meta
            {'required':'a'}                           | /required             | schema-meta
            {'properties':{'a':1}}                     | /properties/a         | schema-meta
            {'$ref':'https://example.org/s'}           | /$ref                 | schema-remote-ref
            {'$ref':'other.json'}                      | /$ref                 | schema-remote-ref
            {'$ref':'https://json-schema.org/draft/2020-12/schema'} | /$ref    | schema-remote-ref
            {'items':{'$dynamicRef':'x#y'}}            | /items/$dynamicRef    | schema-remote-ref
            {'$ref':'#/$defs/none'}                    | /$ref                 | schema-ref
            {'$ref':'#none'}                           | /$ref                 | schema-ref
            {'$id':'https://example.org/s'}            | /$id                  | schema-remote-ref
            {'$schema':'http://json-schema.org/draft-07/schema#'} | /$schema   | schema-dialect
            {'items':{'$schema':'https://json-schema.org/draft/2020-12/schema'}} | /items/$schema | schema-dialect
            {'pattern':'('}                            | /pattern              | schema-pattern
            {'patternProperties':{'[':true}}           | /patternProperties/[  | schema-pattern
            """)
    void a_schema_that_cannot_be_checked_offline_is_refused(String schema, String path, String rule) {
        var why = assertThrows(Refusal.class, () -> schema(schema));
        assertEquals(Code.MANIFEST_INVALID, why.code());
        assertEquals(path, why.details().get("path"), why.getMessage());
        assertEquals(rule, why.details().get("rule"), why.getMessage());
    }

    @Test
    void a_schema_that_leads_to_itself_ends() {
        assertEquals("cost", check("{'$ref':'#'}", "1").orElseThrow().rule());
        assertEquals(
                "cost",
                check("{'allOf':[{'$ref':'#/$defs/a'}],'$defs':{'a':{'$ref':'#'}}}", "1")
                        .orElseThrow()
                        .rule());
    }

    @Test
    void a_schema_that_doubles_at_each_step_ends() {
        var defs = IntStream.range(0, 40)
                .mapToObj(i ->
                        "'d%d':{'allOf':[{'$ref':'#/$defs/d%d'},{'$ref':'#/$defs/d%d'}]}".formatted(i, i + 1, i + 1))
                .collect(Collectors.joining(","));
        var schema = "{'$ref':'#/$defs/d0','$defs':{" + defs + ",'d40':{'type':'integer'}}}";
        assertEquals("cost", check(schema, "1").orElseThrow().rule());
    }

    @Test
    void an_expression_that_backtracks_for_ever_ends() {
        var costly = "(.*)(.*)(.*)(.*)(.*)(.*)(.*)z";
        var text = "a".repeat(60);
        assertEquals(
                "cost",
                check("{'pattern':'" + costly + "'}", "'" + text + "'")
                        .orElseThrow()
                        .rule());
        assertEquals(
                "cost",
                check("{'patternProperties':{'" + costly + "':true}}", "{'" + text + "':1}")
                        .orElseThrow()
                        .rule());
        assertTrue(check("{'pattern':'^[a-z]*!$'}", "'" + "a".repeat(1_000_000) + "!'")
                .isEmpty());
    }

    @Test
    void a_value_as_deep_as_any_that_is_read_is_checked() {
        var value = "{'next':".repeat(60) + "1" + "}".repeat(60);
        assertEquals(
                "/type",
                check("{'type':'object','properties':{'next':{'$ref':'#'}}}", value)
                        .orElseThrow()
                        .rule());
    }

    @Test
    void one_compiled_schema_serves_many_threads() throws Exception {
        var schema = schema("{'type':'object','properties':{'n':{'type':'integer','maximum':500},"
                + "'s':{'enum':[{'a':1},{'b':[1,2]}]}},'required':['n']}");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = IntStream.range(0, 1_000)
                    .mapToObj(n -> threads.submit(() -> schema.check(json("{'n':" + n + ",'s':{'b':[1,2]}}"))
                                    .isEmpty()
                            == (n <= 500)))
                    .toList();
            for (var answer : answers) {
                assertTrue(answer.get());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"RESPONDER_1", "MEMORY_1"})
    void the_hosts_own_schemas_compile(WellKnown contract) {
        ContractSchema.compile(contract.input().orElseThrow());
        ContractSchema.compile(contract.output().orElseThrow());
        assertEquals(Optional.of(contract), WellKnown.named(contract.toString()));
    }

    @Test
    void words_for_people_do_not_make_a_schema_another() {
        var hosts = WellKnown.RESPONDER_1.output().orElseThrow();
        var same = "{'type':'object','properties':{'text':{'type':'string'}},'required':['text'],"
                + "'additionalProperties':false,'title':'x'}";
        assertTrue(WellKnown.same(hosts, json(same).asJsonObject()));
        assertFalse(
                WellKnown.same(hosts, json(same.replace("'string'", "'number'")).asJsonObject()));
        assertFalse(WellKnown.same(
                json("{'properties':{'description':{'type':'string'}}}").asJsonObject(),
                json("{'properties':{}}").asJsonObject()));
    }
}
