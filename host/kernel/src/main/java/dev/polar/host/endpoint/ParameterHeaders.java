package dev.polar.host.endpoint;

import dev.polar.host.snapshot.Snapshot;
import dev.polar.runtime.Target;
import dev.polar.runtime.mcp.HeaderParameters;
import jakarta.json.JsonObject;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The arguments that clients of the stateless revision repeat in header fields, where a tool's approved schema marks them
 * (2026-07-28, streamable-http, "Server Behavior for Custom Headers").
 */
record ParameterHeaders(Map<Target, HeaderParameters> marked) {
    /** Those of all tools of a snapshot. */
    static ParameterHeaders of(Snapshot snapshot) {
        var marked = new HashMap<Target, HeaderParameters>();
        for (var tool : snapshot.tools()) {
            if (tool.offer().definition().get("inputSchema") instanceof JsonObject schema) {
                HeaderParameters.of(schema)
                        .filter(parameters -> !parameters.paths().isEmpty())
                        .ifPresent(parameters -> marked.put(tool.target(), parameters));
            }
        }
        return new ParameterHeaders(Map.copyOf(marked));
    }

    /** @throws McpFault for a header that is missing, or says something else than the arguments */
    void require(McpRequest request, Target target, JsonObject arguments) {
        var parameters = marked.isEmpty() || !request.revision().stateless() ? null : marked.get(target);
        if (parameters == null) {
            return;
        }
        var expected = parameters.headers(arguments);
        for (var name : parameters.paths().keySet()) {
            var said = McpRequest.one(request.headers(), name).map(McpRequest::decoded);
            var meant = Optional.ofNullable(expected.get(name)).map(McpRequest::decoded);
            if (!said.equals(meant) && !sameNumber(said, meant)) {
                throw McpRequest.mismatch(name, said.orElse(""), meant.orElse(""));
            }
        }
    }

    private static boolean sameNumber(Optional<String> one, Optional<String> other) {
        try {
            return one.isPresent()
                    && other.isPresent()
                    && new BigDecimal(one.get()).compareTo(new BigDecimal(other.get())) == 0;
        } catch (NumberFormatException noNumber) {
            return false;
        }
    }
}
