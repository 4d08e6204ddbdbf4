package dev.polar.host.audit;

import dev.polar.trust.audit.Decision;
import java.time.Instant;
import java.util.Optional;

/**
 * Which records to show; what is empty does not narrow.
 *
 * @param from inclusive
 * @param to exclusive
 * @param caller the caller's name as the gate knew it
 * @param trace a W3C {@code traceparent}, or the trace id in it
 * @param approval an approval's id: who asked for it, who decided, and what was done with it
 * @param limit how many at most, the newest
 */
public record AuditQuery(
        Optional<Instant> from,
        Optional<Instant> to,
        Optional<String> plugin,
        Optional<String> caller,
        Optional<String> trace,
        Optional<Decision> decision,
        Optional<String> approval,
        int limit) {
    public AuditQuery {
        if (limit < 1) {
            throw new IllegalArgumentException("a limit is at least 1");
        }
    }

    /** The newest records, whatever they say. */
    public static AuditQuery newest(int limit) {
        return new AuditQuery(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                limit);
    }

    public AuditQuery between(Instant from, Instant to) {
        return new AuditQuery(Optional.of(from), Optional.of(to), plugin, caller, trace, decision, approval, limit);
    }

    public AuditQuery ofPlugin(String plugin) {
        return new AuditQuery(from, to, Optional.of(plugin), caller, trace, decision, approval, limit);
    }

    public AuditQuery ofCaller(String caller) {
        return new AuditQuery(from, to, plugin, Optional.of(caller), trace, decision, approval, limit);
    }

    public AuditQuery ofTrace(String trace) {
        return new AuditQuery(from, to, plugin, caller, Optional.of(trace), decision, approval, limit);
    }

    public AuditQuery decided(Decision decision) {
        return new AuditQuery(from, to, plugin, caller, trace, Optional.of(decision), approval, limit);
    }

    public AuditQuery aboutApproval(String approval) {
        return new AuditQuery(from, to, plugin, caller, trace, decision, Optional.of(approval), limit);
    }
}
