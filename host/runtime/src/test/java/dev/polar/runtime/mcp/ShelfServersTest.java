package dev.polar.runtime.mcp;

import static dev.polar.runtime.mcp.Here.call;
import static dev.polar.runtime.mcp.Here.in;
import static dev.polar.runtime.mcp.Here.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.runtime.Answer;
import dev.polar.runtime.Cancellation;
import dev.polar.runtime.Target;
import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What servers have beside tools, over both transports and in both shapes of the protocol. */
@Timeout(60)
class ShelfServersTest {
    @TempDir
    Path files;

    @TempDir
    Path data;

    private Here here;
    private Optional<WrittenServer> started = Optional.empty();

    @AfterEach
    void end() {
        started.ifPresent(WrittenServer::close);
    }

    @ParameterizedTest
    @CsvSource({"stdio, legacy", "stdio, modern", "http, legacy", "http, modern"})
    void everything_a_server_has_is_listed_and_asked_for(String transport, String revision) throws Exception {
        var server = start(transport, revision);
        var offer = server.offers().getFirst();
        assertEquals(List.of("plain", "review"), names(offer.prompts()));
        assertEquals(1, offer.resourceTemplates().size());
        assertEquals(List.of("prompt:plain", "prompt:review", "resource:srv"), server.beside());
        assertTrue(server.can("srv", "completions"));
        listed(server);
        prompts(server);
        reads(server);
        suggestions(server, revision);
        blocks(server);
        server.invoke(call("grow", "{}"), in(30));
        for (var now = List.<JsonObject>of(); now.size() != 3; now = resources(server)) {
            LockSupport.parkNanos(20_000_000);
        }
        assertEquals("resources", here.events.poll(10, TimeUnit.SECONDS), "whoever listens is told");
    }

    private static void listed(McpGeneration server) {
        assertEquals(
                List.of(
                        json("{'uri':'note://list','description':'" + "d".repeat(500)
                                + "','name':'list','title':'All notes','size':5}"),
                        json("{'uri':'note://picture','mimeType':'image/png','name':'picture',"
                                + "'annotations':{'audience':['user']}}")),
                resources(server));
    }

    private static void prompts(McpGeneration server) {
        var review = server.invoke(call("prompt:review", "{'code':'x = 1','language':'py'}"), in(30));
        assertEquals(List.of(json("{'type':'text','text':'py: x = 1','role':'user'}")), List.copyOf(review.content()));
        var plain = server.invoke(call("prompt:plain", "{}"), in(30));
        assertEquals(5, plain.content().size());
        assertEquals("assistant", plain.content().getJsonObject(1).getString("role"));
        assertRefused(Code.ARGUMENTS_INVALID, server, "prompt:none", "{}");
    }

    private static void reads(McpGeneration server) {
        assertEquals(
                List.of(json("{'type':'resource','resource':"
                        + "{'uri':'note://list','mimeType':'text/plain','text':'one two'}}")),
                List.copyOf(read(server, "note://list").content()));
        assertEquals(
                "AAAA",
                read(server, "note://picture")
                        .content()
                        .getJsonObject(0)
                        .getJsonObject("resource")
                        .getString("blob"));
        assertTrue(read(server, "note://all/7").content().toString().contains("note 7"));
        assertRefused(Code.NOT_FOUND, server, "resource:srv", "{'uri':'note://gone'}");
        assertRefused(Code.RESULT_INVALID, server, "resource:srv", "{'uri':'note://all/liar'}");
        assertRefused(Code.RESULT_INVALID, server, "resource:srv", "{'uri':'note://all/broken'}");
        assertRefused(Code.TARGET_UNKNOWN, server, "resource:other", "{'uri':'note://list'}");
    }

    private static void suggestions(McpGeneration server, String revision) {
        assertEquals(
                json(
                        "{'values':['ref/prompt','review','language','{\\\"code\\\":\\\"x\\\"}','py!'],'total':5,'hasMore':false}"),
                complete(
                        server,
                        "prompt:review",
                        "{'argument':{'name':'language','value':'py'},'context':{'arguments':{'code':'x'}}}"));
        var many = complete(
                server, "resource:srv", "{'template':'note://all/{id}','argument':{'name':'id','value':'many'}}");
        assertEquals(100, many.getJsonArray("values").size());
        assertTrue(many.getBoolean("hasMore"), revision);
    }

    private static void blocks(McpGeneration server) {
        assertEquals(
                List.of(
                        json("{'type':'text','text':'ab','annotations':{'audience':['assistant'],'priority':0.5,"
                                + "'lastModified':'2026-01-01T00:00:00Z'}}"),
                        json("{'type':'image','data':'AAAA','mimeType':'image/png'}"),
                        json("{'type':'audio','data':'AAAA','mimeType':'audio/wav'}"),
                        json("{'type':'resource_link','uri':'note://unlisted','name':'n','title':'t','description':'d',"
                                + "'mimeType':'text/plain','size':3}"),
                        json(
                                "{'type':'resource','resource':{'uri':'note://list','mimeType':'text/plain','text':'x'}}")),
                List.copyOf(server.invoke(call("blocks", "{}"), in(30)).content()));
    }

    private static Answer read(McpGeneration server, String uri) {
        return server.invoke(call("resource:srv", "{'uri':'" + uri + "'}"), in(30));
    }

    private static JsonObject complete(McpGeneration server, String of, String arguments) {
        var target = Target.named(Here.PLUGIN, of).completion();
        return server.invoke(call(target, arguments, new Cancellation()), in(30))
                .structured()
                .orElseThrow()
                .asJsonObject();
    }

    private static void assertRefused(Code code, McpGeneration server, String name, String arguments) {
        var refusal = assertThrows(Refusal.class, () -> server.invoke(call(name, arguments), in(30)));
        assertEquals(code, refusal.code(), refusal.getMessage());
    }

    private static List<JsonObject> resources(McpGeneration server) {
        return Objects.requireNonNull(server.resources().get("resource:srv"));
    }

    private static List<String> names(List<JsonObject> definitions) {
        return definitions.stream().map(one -> one.getString("name")).toList();
    }

    private McpGeneration start(String transport, String revision) throws IOException {
        here = new Here(data);
        var server = WrittenServer.start("/shelf-server.mjs", files, here, transport, revision);
        started = Optional.of(server);
        return server.generation();
    }
}
