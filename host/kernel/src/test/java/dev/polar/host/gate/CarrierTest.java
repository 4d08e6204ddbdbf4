package dev.polar.host.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.polar.host.audit.IntentId;
import dev.polar.host.snapshot.Offered;
import dev.polar.runtime.Call;
import dev.polar.runtime.Cancellation;
import dev.polar.runtime.Target;
import dev.polar.runtime.Usage;
import dev.polar.spi.Caller;
import dev.polar.spi.Code;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import dev.polar.spi.Trace;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CarrierTest {
    @Test
    void a_host_that_serves_no_channel_sends_nothing() {
        var plugin = new PluginId("acme.chat");
        var target = new Target(Target.Kind.SEND, plugin, "web");
        var generation = new FakeGeneration(plugin.name(), call -> FakeGeneration.text(""));
        var channel = new Offered.Channel(target, generation, null);
        var call = new Call(
                IntentId.fresh().value(),
                target,
                JsonValue.EMPTY_JSON_OBJECT,
                new Caller.Operator("anna"),
                "session",
                new Trace("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
                Optional.empty(),
                new Usage(),
                new Cancellation());
        var refusal = assertThrows(Refusal.class, () -> Carrier.NONE.carry(channel, call, Instant.MAX));
        assertEquals(Code.CHANNEL_UNKNOWN, refusal.code());
    }
}
