package dev.polar.host.broker;

import dev.polar.host.audit.IntentId;
import dev.polar.runtime.Call;
import dev.polar.runtime.Cancellation;
import dev.polar.runtime.CurrentCall;
import dev.polar.runtime.Generation;
import dev.polar.runtime.Target;
import dev.polar.runtime.Usage;
import dev.polar.spi.Caller;
import dev.polar.spi.PluginId;
import dev.polar.spi.Trace;
import jakarta.json.JsonValue;
import java.util.Optional;

/** Calls that a plugin's thread could be answering. */
final class TestCalls {
    static final Caller CLIENT = new Caller.Client("claude");

    private TestCalls() {}

    static Call by(Caller caller) {
        return new Call(
                IntentId.fresh().value(),
                Target.tool(new PluginId("acme.weather"), "forecast"),
                JsonValue.EMPTY_JSON_OBJECT,
                caller,
                "session",
                new Trace("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
                Optional.empty(),
                new Usage(),
                new Cancellation());
    }

    static <T> T during(Call call, Generation.Door<T> work) {
        try {
            return CurrentCall.with(call, work);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
