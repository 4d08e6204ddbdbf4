package dev.polar.host.endpoint;

import dev.polar.runtime.rpc.Reply;
import dev.polar.trust.json.StrictJson;
import jakarta.json.JsonValue;
import java.util.Optional;

/** A request that the protocol itself refuses: JSON-RPC's error and the HTTP status that goes with it. */
final class McpFault extends RuntimeException {
    static final long INVALID_REQUEST = -32600;
    static final long INVALID_PARAMS = -32602;
    static final long INTERNAL_ERROR = -32603;
    static final long PARSE = -32700;
    /** Until 2025-11-25; since then it is {@link #INVALID_PARAMS}. */
    static final long RESOURCE_NOT_FOUND = -32002;
    /** 2026-07-28: headers and body differ. */
    static final long HEADER_MISMATCH = -32020;
    /** 2026-07-28: the client did not say that it can do what is needed. */
    static final long CAPABILITY_MISSING = -32021;
    /** 2026-07-28. */
    static final long UNSUPPORTED_VERSION = -32022;

    private static final long serialVersionUID = 1;

    private final int status;
    private final transient Reply.Fault fault;

    McpFault(int status, long code, String message, Optional<JsonValue> data) {
        super(message, null, false, false);
        this.status = status;
        this.fault = new Reply.Fault(code, message, data);
    }

    McpFault(int status, long code, String message) {
        this(status, code, message, Optional.empty());
    }

    /** Parameters that do not fit; a request like any other to HTTP. */
    static McpFault params(String message) {
        return new McpFault(200, INVALID_PARAMS, message);
    }

    /** Nothing is at that address. */
    static McpFault notFound(Revision revision, String uri) {
        return new McpFault(
                200,
                revision.stateless() ? INVALID_PARAMS : RESOURCE_NOT_FOUND,
                "Resource not found: " + uri,
                Optional.of(StrictJson.provider()
                        .createObjectBuilder()
                        .add("uri", uri)
                        .build()));
    }

    int status() {
        return status;
    }

    Reply.Fault fault() {
        return fault;
    }
}
