package dev.polar.host.endpoint;

import static dev.polar.host.endpoint.TestFront.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.host.audit.CallCounts;
import dev.polar.host.gate.FakeGeneration;
import dev.polar.host.store.TestDatabase;
import dev.polar.runtime.Answer;
import dev.polar.runtime.Call;
import dev.polar.runtime.Target;
import dev.polar.spi.Code;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Resources, prompts and suggestions of servers at the endpoint: whose they are, who sees them, and what refuses them. */
@Execution(ExecutionMode.SAME_THREAD)
class ServedTest {
    private static final PluginId NOTES = new PluginId("acme.notes");
    private static final PluginId WIKI = new PluginId("acme.wiki");
    private static final String TEXT = "{'type':'object','properties':{'code':{'type':'string'}},'required':['code']}";

    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static TestFront front;

    private FakeGeneration notes;
    private FakeGeneration wiki;

    @BeforeAll
    static void openTheDoor(@TempDir Path data) {
        front = new TestFront(DATABASE.get(), data);
        front.client("all");
        front.client("wiki", "sees", "acme.wiki/*");
    }

    @AfterAll
    static void closeTheDoor() {
        front.close();
    }

    @BeforeEach
    void twoServers() {
        notes = server(NOTES, "note://all/{id}");
        wiki = server(WIKI, "wiki://{page}");
        notes.lists("resource:srv", listed("note://list"));
        wiki.lists("resource:srv", listed("wiki://home"));
        var prompt =
                quoted("{'name':'review','title':'Review','description':'Looks at code','icons':[{'src':'https://x'}],"
                        + "'arguments':[{'name':'code','required':true,'extra':1}],'_meta':{'a':1}}");
        var review = Target.named(NOTES, "prompt:review");
        front.offer(review, prompt, quoted(TEXT), true, notes);
        front.offer(review.completion(), prompt, quoted("{'type':'object'}"), true, notes);
        front.tool("acme.notes", "link", "Links", true, notes);
    }

    private FakeGeneration server(PluginId plugin, String template) {
        var server = new FakeGeneration(plugin.name(), call -> answer(plugin, call));
        var definition = quoted("{'name':'resource:srv','resourceTemplates':[{'name':'one','uriTemplate':'" + template
                + "','icons':[]}]}");
        front.offer(Target.named(plugin, "resource:srv"), definition, quoted("{'type':'object'}"), true, server);
        return server;
    }

    private static Answer answer(PluginId plugin, Call call) {
        return switch (call.target().kind()) {
            case RESOURCE -> {
                var uri = call.arguments().getString("uri");
                if (uri.endsWith("gone")) {
                    throw new Refusal(Code.NOT_FOUND, "no such thing", "");
                }
                if (uri.endsWith("broken")) {
                    throw new Refusal(Code.TOOL_FAILED, "it broke", "look at it");
                }
                yield blocks("{'type':'resource','resource':{'uri':'" + uri + "','text':'" + plugin + "'}}");
            }
            case PROMPT ->
                blocks("{'type':'text','role':'user','text':'"
                        + call.arguments().getString("code") + "'}");
            case COMPLETION ->
                new Answer(JsonValue.EMPTY_JSON_ARRAY, Optional.of(quoted("{'values':['a'],'hasMore':false}")), false);
            case TOOL ->
                blocks(
                        "{'type':'resource_link','uri':'note://list','name':'x'}",
                        "{'type':'resource_link','uri':'note://secret','name':'y'}",
                        "{'type':'resource_link','uri':'https://h/z','name':'z'}");
            case SKILL, SEND, SUBSCRIPTION -> throw new AssertionError(call);
        };
    }

    @Test
    void what_servers_have_is_listed_as_what_it_is() throws Exception {
        assertEquals(
                List.of(
                        quoted("{'uri':'note://list','name':'n','_meta':{'dev.polar/untrusted':true}}"),
                        quoted("{'uri':'wiki://home','name':'n','_meta':{'dev.polar/untrusted':true}}")),
                ask("all", "resources/list", "{}").getJsonArray("resources"));
        assertEquals(
                List.of(
                        quoted("{'uriTemplate':'note://all/{id}','name':'one'}"),
                        quoted("{'uriTemplate':'wiki://{page}','name':'one'}")),
                ask("all", "resources/templates/list", "{}").getJsonArray("resourceTemplates"));
        assertEquals(
                List.of(quoted("{'name':'acme-notes__review','title':'Review','description':'Looks at code',"
                        + "'arguments':[{'name':'code','required':true}]}")),
                ask("all", "prompts/list", "{}").getJsonArray("prompts"));
        assertTrue(ask("all", "initialize", "{}").getJsonObject("capabilities").containsKey("completions"));
    }

    @Test
    void a_prompt_is_got_in_approved_words_around_what_its_server_says() throws Exception {
        var got = ask("all", "prompts/get", "{'name':'acme-notes__review','arguments':{'code':'x'}}");
        assertEquals("Looks at code", got.getString("description"));
        assertEquals(
                List.of(quoted("{'role':'user','content':{'type':'text','text':'x'}}")), got.getJsonArray("messages"));
        assertTrue(got.getJsonObject("_meta").getBoolean("dev.polar/untrusted"));
        assertEquals("ARGUMENTS_INVALID", code(-32602, "prompts/get", "{'name':'acme-notes__review'}"));
        assertEquals("", code(-32602, "prompts/get", "{'name':'acme-notes__other'}"));
    }

    @ParameterizedTest
    @CsvSource({
        "note://list, acme.notes",
        "note://all/7, acme.notes",
        "wiki://home, acme.wiki",
        "wiki://other, acme.wiki",
        "polar:acme.notes/srv/note://unlisted, acme.notes",
    })
    void an_address_is_read_from_the_server_whose_it_is(String uri, String whose) throws Exception {
        assertEquals(whose, read("all", uri));
    }

    @Test
    void an_address_that_two_servers_claim_is_neithers_and_each_is_found_under_its_own() throws Exception {
        assertEquals("acme.notes", read("all", "note://list"));
        wiki.lists("resource:srv", listed("note://list"), listed("note://all/7"));
        for (var uri : List.of("note://list", "note://all/7")) {
            var fault = fault("resources/read", "{'uri':'" + uri + "'}");
            assertEquals(-32602, fault.getInt("code"));
            assertTrue(fault.getString("message").contains("polar:acme.notes/srv/" + uri), fault.toString());
            assertEquals("acme.notes", read("all", "polar:acme.notes/srv/" + uri));
            assertEquals("acme.wiki", read("all", "polar:acme.wiki/srv/" + uri));
            assertEquals("acme.wiki", read("wiki", uri), "whoever sees only one of them is not told of the other");
        }
        var uris = ask("all", "resources/list", "{}").getJsonArray("resources").getValuesAs(JsonObject.class).stream()
                .map(resource -> resource.getString("uri"))
                .toList();
        assertEquals(
                List.of(
                        "polar:acme.notes/srv/note://list",
                        "polar:acme.wiki/srv/note://list",
                        "polar:acme.wiki/srv/note://all/7"),
                uris);
    }

    @Test
    void a_client_sees_what_its_profile_lets_it_see_and_the_gate_keeps_it_to_that() throws Exception {
        assertEquals(
                1, ask("wiki", "resources/list", "{}").getJsonArray("resources").size());
        assertEquals(
                1,
                ask("wiki", "resources/templates/list", "{}")
                        .getJsonArray("resourceTemplates")
                        .size());
        assertEquals(
                0, ask("wiki", "prompts/list", "{}").getJsonArray("prompts").size());
        for (var request : List.of(
                "prompts/get {'name':'acme-notes__review','arguments':{'code':'x'}}",
                "resources/read {'uri':'polar:acme.notes/srv/note://list'}",
                "completion/complete {'ref':{'type':'ref/prompt','name':'acme-notes__review'},'argument':{'name':'code','value':'x'}}")) {
            var parts = request.split(" ", 2);
            var fault = json(front.post("wiki", parts[0], parts[1].replace('\'', '"'))
                            .body())
                    .getJsonObject("error");
            assertTrue(fault.getString("message").startsWith("PROFILE_DENIED"), fault.toString());
        }
        assertEquals(0, notes.calls());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'ref':{'type':'ref/prompt','name':'acme-notes__review'},'argument':{'name':'code','value':'x'}}      | 1",
                "{'ref':{'type':'ref/resource','uri':'note://all/{id}'},'argument':{'name':'id','value':'x'}}           | 0",
                "{'ref':{'type':'ref/prompt','name':'other'},'argument':{'name':'code','value':'x'}}                    | -32602",
                "{'ref':{'type':'ref/resource','uri':'note://other/{id}'},'argument':{'name':'id','value':'x'}}         | -32602",
                "{'ref':{'type':'ref/tool','name':'x'},'argument':{'name':'id','value':'x'}}                            | -32602",
                "{'ref':{'type':'ref/prompt','name':'acme-notes__review'}}                                              | -32602",
            })
    void arguments_are_completed_by_the_server_that_has_them_if_it_can(String params, int expected) throws Exception {
        var reply = json(front.post("all", "completion/complete", params.replace('\'', '"'))
                .body());
        if (expected < 0) {
            assertEquals(expected, reply.getJsonObject("error").getInt("code"));
        } else {
            var completion = reply.getJsonObject("result").getJsonObject("completion");
            assertEquals(expected, completion.getJsonArray("values").size());
        }
    }

    @Test
    void what_refuses_is_told_in_codes_of_the_protocol() throws Exception {
        assertEquals("", code(-32002, "resources/read", "{'uri':'note://nowhere'}"));
        assertEquals("", code(-32002, "resources/read", "{'uri':'note://all/gone'}"));
        assertEquals("TOOL_FAILED", code(-32603, "resources/read", "{'uri':'note://all/broken'}"));
        assertEquals("", code(-32002, "resources/read", "{'uri':'skill://acme.notes/x/SKILL.md'}"));
        assertEquals("TARGET_UNKNOWN", code(-32602, "resources/read", "{'uri':'polar:acme.notes/other/note://list'}"));
    }

    @Test
    void what_a_plugin_had_is_refused_with_what_keeps_it_out() throws Exception {
        ask("all", "resources/list", "{}");
        ask("all", "prompts/list", "{}");
        front.without("acme.notes");
        assertEquals("TARGET_UNKNOWN", code(-32602, "resources/read", "{'uri':'note://list'}"));
        assertEquals("TARGET_UNKNOWN", code(-32602, "prompts/get", "{'name':'acme-notes__review'}"));
        assertFalse(ask("all", "initialize", "{}").getJsonObject("capabilities").containsKey("completions"));
    }

    @Test
    void an_operator_is_shown_what_agents_are() {
        assertEquals(
                List.of(
                        "acme.notes/prompt:review acme-notes__review",
                        "acme.notes/resource:srv ",
                        "acme.notes/template:note://all/{id} note://all/{id}",
                        "acme.wiki/resource:srv ",
                        "acme.wiki/template:wiki://{page} wiki://{page}"),
                Beside.of(front.snapshots.current()).stream()
                        .map(one -> one.id() + " " + one.exposed())
                        .toList());
    }

    @Test
    void when_a_client_last_called_something_is_in_the_log() throws Exception {
        var counts = new CallCounts(DATABASE.get());
        front.client("new");
        assertEquals(Optional.empty(), counts.lastCall("new"));
        var before = Instant.now().minusSeconds(1);
        read("new", "note://list");
        assertTrue(counts.lastCall("new").orElseThrow().isAfter(before));
    }

    @Test
    void links_in_answers_say_whose_they_are_where_their_address_does_not() throws Exception {
        var uris =
                front
                        .call("all", "acme-notes__link", "{}")
                        .getJsonArray("content")
                        .getValuesAs(JsonObject.class)
                        .stream()
                        .map(block -> block.getString("uri"))
                        .toList();
        assertEquals(List.of("note://list", "polar:acme.notes/srv/note://secret", "https://h/z"), uris);
        assertEquals("acme.notes", read("all", uris.get(1)));
    }

    private String read(String client, String uri) throws Exception {
        var contents = ask(client, "resources/read", "{'uri':'" + uri + "'}").getJsonArray("contents");
        assertEquals(uri, contents.getJsonObject(0).getString("uri"), "it is where it was asked for");
        return contents.getJsonObject(0).getString("text");
    }

    private JsonObject ask(String client, String method, String params) throws Exception {
        return front.result(client, method, params.replace('\'', '"'));
    }

    private JsonObject fault(String method, String params) throws Exception {
        return json(front.post("all", method, params.replace('\'', '"')).body()).getJsonObject("error");
    }

    /** What is refused with that code of JSON-RPC: the host's own, if it is a refusal of its gate. */
    private String code(int expected, String method, String params) throws Exception {
        var fault = fault(method, params);
        assertEquals(expected, fault.getInt("code"), fault.toString());
        return fault.get("data") instanceof JsonObject data && data.containsKey("dev.polar/refusal")
                ? data.getJsonObject("dev.polar/refusal").getString("code")
                : "";
    }

    private static JsonObject listed(String uri) {
        return quoted("{'uri':'" + uri + "','name':'n'}");
    }

    private static Answer blocks(String... blocks) {
        var content = StrictJson.provider().createArrayBuilder();
        for (var block : blocks) {
            content.add(quoted(block));
        }
        return new Answer(content.build(), Optional.empty(), false);
    }

    private static JsonObject quoted(String text) {
        return json(text.replace('\'', '"'));
    }
}
