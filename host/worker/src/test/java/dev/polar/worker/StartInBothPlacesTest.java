package dev.polar.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.runtime.Adapter;
import dev.polar.runtime.Generation;
import dev.polar.runtime.GenerationId;
import dev.polar.runtime.fixture.FakeHost;
import dev.polar.runtime.fixture.Geo;
import dev.polar.runtime.fixture.PluginJar;
import dev.polar.runtime.fixture.Probe;
import dev.polar.runtime.fixture.TestPackage;
import dev.polar.spi.Caller;
import dev.polar.spi.Code;
import dev.polar.spi.HttpCall;
import dev.polar.spi.HttpReply;
import dev.polar.spi.Refusal;
import dev.polar.spi.channel.ChannelAccount;
import dev.polar.spi.channel.ChannelLimits;
import dev.polar.spi.channel.Decoded;
import dev.polar.spi.channel.Delivery;
import dev.polar.spi.channel.Inbound;
import dev.polar.spi.channel.RawRequest;
import dev.polar.spi.channel.Reply;
import dev.polar.spi.channel.SignatureScheme;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.permission.Grant;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** How a plugin comes up, what it is wired to, and how its channels are asked, wherever it runs. */
@ParameterizedClass(name = "{0}")
@EnumSource(Place.class)
@Timeout(120)
class StartInBothPlacesTest {
    private static final String SOURCE = """
            package acme.small;
            import dev.polar.spi.*;
            import dev.polar.spi.channel.*;
            import java.util.*;
            @org.pf4j.Extension
            public class SmallPlugin implements Plugin {
                %s
            }
            """;

    private static final String ONE_TOOL = """
            public Map<String, ToolHandler> tools(PluginContext host) {
                return Map.of("one", call -> ToolResult.text("1"));
            }
            """;

    @Parameter
    Place place;

    private static TestPackage small(String body) {
        var jar = new PluginJar()
                .source("acme.small.SmallPlugin", SOURCE.formatted(body))
                .build();
        return TestPackage.named("acme.small", "1.2.3").pf4j(jar);
    }

    private Generation load(TestPackage plugin) {
        return place.load(plugin, new FakeHost(plugin.manifest().name()));
    }

    private Refusal refusal(TestPackage plugin) {
        var refusal = assertThrows(Refusal.class, () -> load(plugin));
        assertEquals("acme.small 1.2.3", refusal.details().get("plugin"));
        return refusal;
    }

    @Test
    void a_handler_without_a_contract_is_undeclared() {
        assertEquals(Code.TOOL_UNDECLARED, refusal(small(ONE_TOOL)).code());
    }

    @Test
    void a_contract_without_a_handler_is_missing() {
        var refusal = refusal(small(ONE_TOOL).tools("one", "two", "three"));
        assertEquals(Code.TOOL_MISSING, refusal.code());
        assertTrue(refusal.getMessage().contains("three, two"), refusal.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "public SmallPlugin() { throw new IllegalStateException(\"not today\"); } | not today",
                "private SmallPlugin() {} | public constructor without parameters",
                "public Map<String, ToolHandler> tools(PluginContext host) { return null; } | tools() failed"
            })
    void a_plugin_that_does_not_come_up_says_why(String body, String expected) {
        var refusal = refusal(small(body));
        assertEquals(Code.START_FAILED, refusal.code());
        assertTrue(refusal.getMessage().contains(expected), refusal.getMessage());
    }

    @Test
    void a_stop_that_throws_is_named() {
        var thrown = load(small("public void stop() { throw new IllegalStateException(\"cannot\"); }"));
        var report = thrown.close(Duration.ZERO);
        assertTrue(report.left().getFirst().contains("cannot"), report.toString());
        assertTrue(report.collected(), report.toString());
    }

    @Test
    void a_channel_adapter_is_asked_behind_the_door() {
        var small = load(small("""
                public record Note(String room, int number) {}
                public Map<String, ChannelAdapter> channels(PluginContext host) {
                    return Map.of("web", new ChannelAdapter() {
                        public ChannelLimits limits() { return new ChannelLimits(4000); }
                        public SignatureScheme scheme(ChannelAccount account) {
                            return account.name().equals("own") ? new SignatureScheme.Session()
                                    : new SignatureScheme.SharedSecret("x-key", account.name());
                        }
                        public Decoded decode(RawRequest request, ChannelAccount account) {
                            if (request.body().length == 1) return new Decoded.Handshake("text/plain", request.body());
                            if (request.json().isEmpty()) throw new Refusal(Code.REQUEST_INVALID, "no JSON", "");
                            var note = request.json().get().as(Note.class);
                            return note.number() == 0 ? new Decoded.Ignored(note.room() + request.headers())
                                    : new Decoded.Messages(List.of(
                                            new Inbound("k" + note.number(), note.room(), request.user(), "hello")));
                        }
                        public List<HttpCall> encode(Reply reply, ChannelAccount account) {
                            return List.of(HttpCall.get(java.net.URI.create("https://a.example/" + reply.text())));
                        }
                        public Delivery read(HttpReply answer) {
                            return switch (answer.status()) {
                                case 200 -> new Delivery.Sent("m" + answer.body().length);
                                case 429 -> new Delivery.RetryAfter(java.time.Duration.ofSeconds(2));
                                case 500 -> new Delivery.Unknown("who knows");
                                default -> new Delivery.Failed("no");
                            };
                        }
                    });
                }
                """).channel("web"));
        var adapter = small.channels().get("web");
        var code = adapter.code();
        var own = new ChannelAccount("web", "own");
        assertEquals(new ChannelLimits(4000), behind(small, code::limits));
        assertEquals(new SignatureScheme.Session(), behind(small, () -> code.scheme(own)));
        assertEquals(
                new SignatureScheme.SharedSecret("x-key", "b"),
                behind(small, () -> code.scheme(new ChannelAccount("web", "b"))));
        assertEquals(
                new Decoded.Messages(List.of(new Inbound("k7", "kitchen", "ada", "hello"))),
                behind(small, () -> code.decode(request(adapter, 7), own)));
        assertEquals(new Decoded.Ignored("kitchen{a=b}"), behind(small, () -> code.decode(request(adapter, 0), own)));
        var bare = new RawRequest(Map.of(), new byte[0], Optional.empty(), "ada");
        var refusal = assertThrows(Refusal.class, () -> behind(small, () -> code.decode(bare, own)));
        assertEquals(Code.REQUEST_INVALID, refusal.code());
        var handshake = (Decoded.Handshake) behind(
                small, () -> code.decode(new RawRequest(Map.of(), new byte[] {5}, Optional.empty(), ""), own));
        assertEquals(5, handshake.answer()[0]);
        assertEquals(
                List.of(URI.create("https://a.example/x")),
                behind(small, () -> code.encode(new Reply("kitchen", "x"), own)).stream()
                        .map(HttpCall::uri)
                        .toList());
        assertEquals(new Delivery.Sent("m2"), behind(small, () -> code.read(answer(200))));
        assertEquals(new Delivery.RetryAfter(Duration.ofSeconds(2)), behind(small, () -> code.read(answer(429))));
        assertEquals(new Delivery.Unknown("who knows"), behind(small, () -> code.read(answer(500))));
        assertEquals(new Delivery.Failed("no"), behind(small, () -> code.read(answer(404))));
        small.close(Duration.ZERO);
    }

    private static <T> T behind(Generation generation, Generation.Door<T> work) {
        return generation.enter(new Caller.Operator("ada"), Probe.in(Duration.ofSeconds(20)), work);
    }

    private static RawRequest request(Adapter adapter, int number) {
        var json = StrictJson.provider()
                .createObjectBuilder()
                .add("room", "kitchen")
                .add("number", number)
                .build();
        return new RawRequest(
                Map.of("a", "b"), new byte[0], Optional.of(adapter.binding().apply(json)), "ada");
    }

    private static HttpReply answer(int status) {
        return new HttpReply(status, Map.of("x", List.of("y")), new byte[2]);
    }

    @Test
    void each_importer_is_wired_to_the_library_it_was_loaded_for_wherever_that_is() {
        var old = load(Geo.library("1.2.0"));
        var young = load(Geo.library("2.1.0"));
        var first = wired(Geo.user("acme.first", "[1.0,2)", "[1.0,2.0)"), old);
        var second = wired(Geo.user("acme.second", "[2.0,3)", "[2.0,3.0)"), young);
        assertEquals("1.2.0", version(first));
        assertEquals("2.1.0", version(second));
        assertTrue(old.tools().isEmpty());
        for (var generation : List.of(first, second, old, young)) {
            assertTrue(generation.close(Duration.ZERO).collected());
        }
    }

    @Test
    void a_worker_imports_a_library_that_the_host_has_loaded_too() {
        var library = Place.HOST.load(Geo.library("1.2.0"), new FakeHost("acme.geo"));
        var user = wired(Geo.user("acme.user", "[1.0,2)", "[1.0,2.0)"), library);
        assertEquals("1.2.0", version(user));
        user.close(Duration.ZERO);
        library.close(Duration.ZERO);
    }

    @Test
    void what_is_not_there_to_import_is_missing() {
        var library = load(Geo.library("1.2.0"));
        var refusal = assertThrows(Refusal.class, () -> wired(Geo.user("acme.user", "[2.0,3)", "[1.0,2.0)"), library));
        assertEquals(Code.REQUIREMENT_MISSING, refusal.code());
        assertTrue(
                refusal.getMessage().startsWith("the bundle needs package acme.geo [2.0.0,3.0.0)"),
                refusal.getMessage());
        library.close(Duration.ZERO);
    }

    private Generation wired(TestPackage plugin, Generation... on) {
        GenerationId id = plugin.id();
        return place.load(
                plugin,
                id,
                new FakeHost(id.plugin()),
                Grant.NONE,
                Arrays.stream(on).map(Generation::id).toList());
    }

    private static String version(Generation generation) {
        return Probe.ask(generation, "version", "{}").content().getJsonObject(0).getString("text");
    }
}
