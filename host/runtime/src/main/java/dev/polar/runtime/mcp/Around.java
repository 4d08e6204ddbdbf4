package dev.polar.runtime.mcp;

import dev.polar.runtime.Aside;
import dev.polar.runtime.Call;
import dev.polar.runtime.rpc.Incoming;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonValue;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What goes with a request beside its own parameters.
 *
 * @param input what the caller was asked for, if this is not the first time
 */
record Around(UnderWay.Part part, Unasked.Hearing hearing, Optional<Aside.Input> input) {
    /** {@code _meta}: trace, hosts on the way, how to name the call in progress, and in the stateless revision what its caller wants and can. */
    Map<String, JsonValue> meta(boolean stateless) {
        var json = StrictJson.provider();
        var call = part.call();
        var meta = new HashMap<String, JsonValue>();
        // Counts this host: a circle of hosts ends at one of them.
        meta.put(Call.HOPS, json.createValue(Integer.toString(call.hops() + 1)));
        if (!call.trace().traceparent().isEmpty()) {
            meta.put("traceparent", json.createValue(call.trace().traceparent()));
        }
        call.propagated().tracestate().ifPresent(state -> meta.put("tracestate", json.createValue(state)));
        call.propagated().baggage().ifPresent(baggage -> meta.put("baggage", json.createValue(baggage)));
        if (call.aside().hearsProgress()) {
            meta.put("progressToken", json.createValue(part.token()));
        }
        if (stateless) {
            var can = Revision.capabilities(hearing.granted(), call.aside());
            if (!can.isEmpty()) {
                meta.put("io.modelcontextprotocol/clientCapabilities", can);
            }
            call.aside()
                    .hears()
                    .ifPresent(least -> meta.put("io.modelcontextprotocol/logLevel", json.createValue(least.text())));
        }
        return meta;
    }

    /** Who hears what comes with the answer. */
    Incoming heard() {
        return Unasked.about(hearing, part);
    }
}
