package dev.polar.host.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polar.runtime.Call;
import dev.polar.spi.Code;
import dev.polar.spi.Effect;
import dev.polar.spi.Json;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import dev.polar.spi.ToolAnswer;
import dev.polar.spi.ToolId;
import dev.polar.spi.ToolInfo;
import dev.polar.spi.Tools;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BrokeredToolsTest {
    private static final PluginId SELF = new PluginId("acme.assistant");
    private static final ToolId READ = ToolId.of("acme.files/read");
    private static final ToolId WRITE = ToolId.of("acme.files/write");

    private final FakeGate gate = new FakeGate();
    private final Json nothing = new TestBroker.Text("{}");

    @Test
    void a_tool_is_called_for_whoever_made_the_call() {
        var call = TestCalls.by(TestCalls.CLIENT);
        var answer =
                TestCalls.during(call, () -> tools("tool.call(acme.files/read)").call(READ, nothing));
        assertEquals("done", answer.text());
        assertEquals(List.of("acme.assistant calls acme.files/read for claude with {}"), gate.calls);
        assertEquals(
                List.of("tool.call(acme.files/read)"), List.copyOf(call.usage().permissions()));
    }

    @Test
    void a_thread_that_answers_no_call_calls_no_tool() {
        Refused.with(
                Code.PERMISSION_DENIED, () -> tools("tool.call(acme.files/*)").call(READ, nothing));
        assertTrue(gate.calls.isEmpty());
    }

    @Test
    void a_tool_that_was_not_granted_is_not_called() {
        var call = TestCalls.by(TestCalls.CLIENT);
        var tools = tools("tool.call(acme.files/read)", "tool.call(acme.other/*)");
        Refused.with(Code.PERMISSION_DENIED, () -> TestCalls.during(call, () -> tools.call(WRITE, nothing)));
        assertTrue(gate.calls.isEmpty());
    }

    @Test
    void arguments_are_json_by_then() {
        var call = TestCalls.by(TestCalls.CLIENT);
        var tools = tools("tool.call(acme.files/read)");
        Refused.with(Code.ARGUMENTS_INVALID, () -> TestCalls.during(call, () -> tools.call(READ, Map.of("a", 1))));
    }

    @Test
    void only_tools_that_may_be_called_are_listed() {
        assertEquals(List.of(READ), ids(tools("tool.call(acme.files/read)")));
        assertEquals(List.of(READ, WRITE), ids(tools("tool.call(acme.files/*)")));
        assertEquals(List.of(), ids(tools()));
    }

    @Test
    void a_handle_kept_from_before_stops_at_its_next_use() {
        var live = new LiveGrant("tool.call(acme.files/*)");
        var tools = new BrokeredTools(SELF, new Rights(SELF, live), gate);
        live.end(new Refusal(Code.PLUGIN_REVOKED, "revoked", ""));
        var call = TestCalls.by(TestCalls.CLIENT);
        Refused.with(Code.PLUGIN_REVOKED, () -> TestCalls.during(call, () -> tools.call(READ, nothing)));
        Refused.with(Code.PLUGIN_REVOKED, tools::list);
        assertTrue(gate.calls.isEmpty());
    }

    private Tools tools(String... permissions) {
        return new BrokeredTools(SELF, new Rights(SELF, new LiveGrant(permissions)), gate);
    }

    private static List<ToolId> ids(Tools tools) {
        return tools.list().stream().map(ToolInfo::id).toList();
    }

    private static final class FakeGate implements ToolCaller {
        final List<String> calls = new ArrayList<>();

        @Override
        public ToolAnswer call(PluginId self, Call answering, ToolId tool, String arguments) {
            calls.add(self + " calls " + tool + " for " + answering.caller().name() + " with " + arguments);
            return new ToolAnswer("done", new TestBroker.Text("null"));
        }

        @Override
        public List<ToolInfo> list() {
            return List.of(new ToolInfo(READ, "reads", Effect.READ), new ToolInfo(WRITE, "writes", Effect.WRITE));
        }
    }
}
