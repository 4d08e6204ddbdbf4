package dev.polar.host.channel;

import dev.polar.host.http.Answer;
import dev.polar.spi.Refusal;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Refusals as HTTP answers. */
final class Problems {
    private Problems() {}

    static void answer(Response response, Callback callback, Refusal refusal) {
        Answer.problem(response, callback, status(refusal), refusal);
    }

    private static int status(Refusal refusal) {
        return switch (refusal.code()) {
            case REQUEST_INVALID -> 400;
            case SESSION_UNKNOWN -> 401;
            case ORIGIN_FORBIDDEN, PERMISSION_DENIED, APPROVAL_FORBIDDEN, APPROVAL_NOT_IN_CHAT -> 403;
            case CHANNEL_UNKNOWN, APPROVAL_UNKNOWN -> 404;
            case APPROVAL_EXPIRED, APPROVAL_VOID -> 409;
            case RATE_LIMITED -> 429;
            case AUDIT_UNAVAILABLE, DATABASE_UNAVAILABLE, PLUGIN_DISABLED, PLUGIN_REVOKED, TOOL_TIMEOUT -> 503;
            default -> 500;
        };
    }
}
