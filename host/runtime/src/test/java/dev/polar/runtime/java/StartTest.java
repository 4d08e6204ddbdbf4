package dev.polar.runtime.java;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.runtime.Generation;
import dev.polar.runtime.fixture.FakeHost;
import dev.polar.runtime.fixture.PluginJar;
import dev.polar.runtime.fixture.Probe;
import dev.polar.runtime.fixture.TestPackage;
import dev.polar.runtime.pf4j.Pf4jRuntime;
import dev.polar.spi.Caller;
import dev.polar.spi.Code;
import dev.polar.spi.Plugin;
import dev.polar.spi.PluginContext;
import dev.polar.spi.Refusal;
import dev.polar.spi.ToolHandler;
import dev.polar.spi.channel.ChannelAccount;
import dev.polar.spi.channel.ChannelLimits;
import dev.polar.spi.channel.Decoded;
import dev.polar.spi.channel.RawRequest;
import dev.polar.trust.json.StrictJson;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class StartTest {
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

    private static TestPackage small(String body) {
        var jar = new PluginJar()
                .source("acme.small.SmallPlugin", SOURCE.formatted(body))
                .build();
        return TestPackage.named("acme.small", "1.2.3").pf4j(jar);
    }

    private static Generation load(TestPackage plugin) {
        return new Pf4jRuntime(InstantSource.system())
                .load(plugin.id(), plugin, Probe.ADMITTED, new FakeHost("acme.small").around());
    }

    private static Refusal refusal(TestPackage plugin) {
        var refusal = assertThrows(Refusal.class, () -> load(plugin));
        assertEquals("acme.small 1.2.3", refusal.details().get("plugin"));
        return refusal;
    }

    @Test
    void the_manifests_contracts_are_what_is_offered() {
        var small = load(small(ONE_TOOL).tool("one", ",\"timeout\":\"PT5S\""));
        var offer = small.tools().getFirst();
        assertEquals("one", offer.name());
        assertEquals(Duration.ofSeconds(5), offer.timeout());
        assertEquals(
                "{\"name\":\"one\",\"description\":\"For a test\",\"inputSchema\":{\"type\":\"object\"},"
                        + "\"outputSchema\":{\"type\":\"object\"}}",
                offer.definition().toString());
    }

    @Test
    void a_handler_without_a_contract_is_undeclared() {
        var refusal = refusal(small(ONE_TOOL));
        assertEquals(Code.TOOL_UNDECLARED, refusal.code());
        assertTrue(refusal.getMessage().contains("one"), refusal.getMessage());
    }

    @Test
    void a_contract_without_a_handler_is_missing() {
        var refusal = refusal(small(ONE_TOOL).tools("one", "two", "three"));
        assertEquals(Code.TOOL_MISSING, refusal.code());
        assertTrue(refusal.getMessage().contains("three, two"), refusal.getMessage());
    }

    @Test
    void channels_are_held_against_the_manifest_too() {
        assertEquals(
                Code.TOOL_MISSING,
                refusal(small(ONE_TOOL).tools("one").channel("web")).code());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "public SmallPlugin() { throw new IllegalStateException(\"not today\"); } | not today",
                "static { if (true) throw new IllegalStateException(\"never\"); } | ExceptionInInitializerError",
                "public SmallPlugin(int size) {} | public constructor without parameters",
                "private SmallPlugin() {} | public constructor without parameters",
                "public Map<String, ToolHandler> tools(PluginContext host) { return null; } | tools() failed",
                "public Map<String, ToolHandler> tools(PluginContext host) { host.documents().in(Scope.chat(\"c\"), \"notes\"); return Map.of(); }"
                        + " | no grant for documents.read(notes)",
                "public Map<String, ChannelAdapter> channels(PluginContext host) { throw new Error(\"odd\"); } | odd"
            })
    void a_plugin_that_does_not_come_up_says_why(String body, String expected) {
        var refusal = refusal(small(body));
        assertEquals(Code.START_FAILED, refusal.code());
        assertTrue(refusal.getMessage().contains(expected), refusal.getMessage());
    }

    /** A class space that is the test's own. */
    private record Here(Class<? extends Plugin> type, AtomicInteger dropped) implements PluginCode {
        @Override
        public ClassLoader loader() {
            return StartTest.class.getClassLoader();
        }

        @Override
        public Optional<Class<? extends Plugin>> entry() {
            return Optional.of(type);
        }

        @Override
        public List<String> drop() {
            dropped.incrementAndGet();
            return List.of();
        }
    }

    public static final class Sleeper implements Plugin {
        @Override
        public Map<String, ToolHandler> tools(PluginContext host) {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException end) {
                Thread.currentThread().interrupt();
            }
            return Map.of();
        }
    }

    @Test
    void a_plugin_that_is_not_ready_in_time_is_given_up_and_its_code_dropped() {
        var code = new Here(Sleeper.class, new AtomicInteger());
        var id = TestPackage.named("acme.sleeper", "1.0.0").id();
        var refusal = assertThrows(
                Refusal.class,
                () -> JavaGeneration.start(
                        id,
                        new Contract(List.of(), Set.of()),
                        code,
                        new FakeHost(id.plugin()),
                        InstantSource.system(),
                        Duration.ofMillis(50)));
        assertEquals(Code.START_FAILED, refusal.code());
        assertTrue(refusal.getMessage().startsWith("start did not answer within"), refusal.getMessage());
        assertEquals(1, code.dropped().get());
    }

    @Test
    void a_channel_adapter_is_reached_by_the_first_door_and_binds_the_hosts_json() {
        var small = load(small("""
                public record Note(String room, int number) {}
                public Map<String, ChannelAdapter> channels(PluginContext host) {
                    return Map.of("web", new ChannelAdapter() {
                        public ChannelLimits limits() { return new ChannelLimits(4000); }
                        public SignatureScheme scheme(ChannelAccount account) { return new SignatureScheme.Session(); }
                        public Decoded decode(RawRequest request, ChannelAccount account) {
                            var note = request.json().get().as(Note.class);
                            return new Decoded.Ignored(note.room() + note.number());
                        }
                        public List<HttpCall> encode(Reply reply, ChannelAccount account) { return List.of(); }
                        public Delivery read(HttpReply answer) { return new Delivery.Failed("no"); }
                    });
                }
                """).channel("web"));
        var adapter = small.channels().get("web");
        var door = Probe.in(Duration.ofSeconds(9));
        assertEquals(new ChannelLimits(4000), small.enter(new Caller.Operator("ada"), door, adapter.code()::limits));
        var json = adapter.binding()
                .apply(StrictJson.provider()
                        .createObjectBuilder()
                        .add("room", "kitchen")
                        .add("number", 7)
                        .build());
        var request = new RawRequest(Map.of(), new byte[0], Optional.of(json), "ada");
        var account = new ChannelAccount("web", "default");
        assertEquals(
                new Decoded.Ignored("kitchen7"),
                small.enter(
                        new Caller.Operator("ada"), door, () -> adapter.code().decode(request, account)));
    }

    @Test
    void stop_is_called_once_and_a_stop_that_throws_or_hangs_is_named() {
        var thrown = load(small("public void stop() { throw new IllegalStateException(\"cannot\"); }"));
        assertTrue(thrown.close(Duration.ZERO).left().getFirst().contains("cannot"));
        var mark = "polar.test." + System.nanoTime();
        var counted = load(
                small("public void stop() { System.setProperty(\"%s\", System.getProperty(\"%s\", \"\") + \"x\"); }"
                        .formatted(mark, mark)));
        counted.close(Duration.ZERO);
        counted.close(Duration.ZERO);
        assertEquals("x", System.getProperty(mark));
        System.clearProperty(mark);
    }
}
