package dev.polar.trust.pin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.trust.json.StrictJson;
import dev.polar.trust.key.Digest;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ToolSetPinTest {
    private static final String SEARCH = "{'name':'search','description':'Finds','inputSchema':{'type':'object'}}";
    private static final String FETCH =
            "{'name':'fetch','title':'F','inputSchema':{'type':'object'},'annotations':{'readOnlyHint':true}}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'name':'search','description':'Finds.','inputSchema':{'type':'object'}}",
                "{'name':'search','description':'Finds','inputSchema':{'type':'object','title':'x'}}",
                "{'name':'search','description':'Finds','inputSchema':{'type':'object'},'title':'Search'}",
                "{'name':'search','description':'Finds','inputSchema':{'type':'object'},'annotations':{}}",
                "{'name':'search','description':'Finds','inputSchema':{'type':'object'},'outputSchema':{}}",
                "{'name':'search','description':'Finds','inputSchema':{'type':'object'},'icons':[]}",
                "{'name':'search','description':'Finds','inputSchema':{'type':'object'},'_meta':{'x':1}}",
                "{'name':'search','description':'Finds','inputSchema':{'type':'object'},'unheardOf':null}"
            })
    void a_difference_in_any_member_is_drift(String changed) {
        var drift = pin(SEARCH, FETCH).to(pin(changed, FETCH));
        assertEquals(Set.of(FeatureName.tool("search")), drift.changed());
        assertTrue(drift.concerns("search"));
        assertFalse(drift.concerns("fetch"));
        assertFalse(drift.mostOfIt());
    }

    @Test
    void order_white_space_and_escapes_are_no_difference() {
        var other = "{ 'inputSchema' : {'type':'object'}, 'description':'F\\u0069nds', 'name':'search' }";
        assertEquals(pin(SEARCH, FETCH), pin(FETCH, other));
        assertTrue(pin(SEARCH, FETCH).to(pin(FETCH, other)).isEmpty());
    }

    @Test
    void adding_removing_and_renaming_are_drift() {
        assertEquals(
                Set.of(FeatureName.tool("fetch")),
                pin(SEARCH).to(pin(SEARCH, FETCH)).added());
        assertEquals(
                Set.of(FeatureName.tool("fetch")),
                pin(SEARCH, FETCH).to(pin(SEARCH)).removed());
        var renamed = pin(SEARCH, FETCH).to(pin(SEARCH, FETCH.replace("'fetch'", "'fetch2'")));
        assertEquals(Set.of(FeatureName.tool("fetch2")), renamed.added());
        assertEquals(Set.of(FeatureName.tool("fetch")), renamed.removed());
        assertTrue(pin(SEARCH).to(pin(FETCH)).mostOfIt());
    }

    @Test
    void identity_and_instructions_are_pinned_and_the_version_is_not() {
        var tools = List.of(json(SEARCH));
        var approved = ToolSetPin.of(offer(Optional.empty(), "{'name':'s','version':'1'}", Optional.of("hi"), tools));
        assertTrue(approved.to(
                        ToolSetPin.of(offer(Optional.empty(), "{'name':'s','version':'2'}", Optional.of("hi"), tools)))
                .isEmpty());
        for (var other : List.of(
                offer(Optional.empty(), "{'name':'t','version':'1'}", Optional.of("hi"), tools),
                offer(Optional.empty(), "{'name':'s','version':'1'}", Optional.of("ho"), tools),
                offer(Optional.empty(), "{'name':'s','version':'1'}", Optional.empty(), tools),
                offer(Optional.of("https://a:443"), "{'name':'s','version':'1'}", Optional.of("hi"), tools))) {
            var drift = approved.to(ToolSetPin.of(other));
            assertTrue(drift.server() && drift.concerns("search"), other.toString());
            assertNotEquals(approved.set(), ToolSetPin.of(other).set());
        }
    }

    @Test
    void a_set_without_prompts_and_templates_pins_to_what_it_always_did() {
        var offer = offer(Optional.empty(), "{'name':'s','version':'1'}", Optional.of("hi"), List.of(json(SEARCH)));
        var canonical = "{\"info\":{\"name\":\"s\"},\"instructions\":\"hi\",\"server\":\"srv\",\"tools\":["
                + "{\"description\":\"Finds\",\"inputSchema\":{\"type\":\"object\"},\"name\":\"search\"}]}";
        assertEquals(
                Digest.of(canonical.getBytes(StandardCharsets.UTF_8)),
                ToolSetPin.of(offer).set());
    }

    @ParameterizedTest
    @EnumSource(Feature.class)
    void prompts_templates_and_skills_drift_as_tools_do(Feature feature) {
        var before = of(feature, "x", "'title':'one'");
        var named = new FeatureName(feature, "x");
        var changed = ToolSetPin.of(before).to(ToolSetPin.of(of(feature, "x", "'title':'two'")));
        assertEquals(Set.of(named), changed.changed());
        assertTrue(changed.concerns(feature, "x"));
        for (var other : Feature.values()) {
            assertEquals(other == feature, changed.concerns(other, "x"));
        }
        var gone = ToolSetPin.of(before).to(ToolSetPin.of(ServerOffer.none("srv", Optional.empty())));
        assertEquals(Set.of(named), gone.removed());
        assertNotEquals(
                ToolSetPin.of(before).set(),
                ToolSetPin.of(ServerOffer.none("srv", Optional.empty())).set());
    }

    @ParameterizedTest
    @CsvSource({
        "5, 0, 0, 2, false",
        "5, 3, 0, 0, true",
        "5, 1, 1, 1, false",
        "5, 0, 0, 3, true",
        "4, 2, 0, 0, false",
        "4, 2, 2, 0, false",
        "4, 3, 3, 0, true",
        "0, 9, 0, 0, false",
        "1, 1, 0, 0, true"
    })
    void more_than_half_of_what_was_approved_is_most_of_it(
            int approved, int added, int removed, int changed, boolean most) {
        assertEquals(most, new Drift(false, names(added), names(removed), names(changed), approved).mostOfIt());
    }

    private static TreeSet<FeatureName> names(int many) {
        return IntStream.range(0, many)
                .mapToObj(i -> FeatureName.tool("t" + i))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static ServerOffer of(Feature feature, String name, String more) {
        var needed = switch (feature) {
            case TOOL -> "'name':'" + name + "','inputSchema':{},";
            case PROMPT -> "'name':'" + name + "',";
            case TEMPLATE -> "'uriTemplate':'" + name + "','name':'n',";
            case SKILL -> {
                var uri = "'uri':'skill://" + name + "/SKILL.md',";
                yield uri + "'frontmatter':{'name':'" + name + "','description':'d'},'resources':[{" + uri
                        + "'digest':'" + Digest.of(new byte[0]) + "','size':0}],";
            }
        };
        var definition = json("{" + needed + more + "}");
        return ServerOffer.of(
                "srv", Optional.empty(), json("{}"), Optional.empty(), Map.of(feature, List.of(definition)));
    }

    @Property(tries = 200)
    void a_pin_does_not_depend_on_the_order_of_listing(@ForAll("names") List<String> names) {
        var listed = names.stream()
                .map(name -> json("{'name':'" + name + "','inputSchema':{}}"))
                .toList();
        var shuffled = new ArrayList<>(listed);
        Collections.shuffle(shuffled);
        assertEquals(
                ToolSetPin.of(offer(Optional.empty(), "{}", Optional.empty(), listed))
                        .set(),
                ToolSetPin.of(offer(Optional.empty(), "{}", Optional.empty(), shuffled))
                        .set());
    }

    @Provide
    Arbitrary<List<String>> names() {
        return Arbitraries.strings()
                .alpha()
                .ofMinLength(1)
                .ofMaxLength(8)
                .list()
                .uniqueElements()
                .ofMaxSize(12);
    }

    private static ToolSetPin pin(String... tools) {
        return ToolSetPin.of(offer(
                Optional.empty(),
                "{}",
                Optional.empty(),
                Arrays.stream(tools).map(ToolSetPinTest::json).toList()));
    }

    private static ServerOffer offer(
            Optional<String> origin, String info, Optional<String> instructions, List<? extends JsonValue> tools) {
        return ServerOffer.of("srv", origin, json(info), instructions, tools);
    }

    static JsonObject json(String text) {
        var bytes = text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        return StrictJson.object(bytes, StrictJson.Limits.bytes(1 << 22));
    }
}
