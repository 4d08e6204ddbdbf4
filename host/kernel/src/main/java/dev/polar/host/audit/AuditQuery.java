package dev.polar.host.audit;

import dev.polar.trust.audit.Decision;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which records to show; what is empty does not narrow, and what is not holds together.
 *
 * @param from inclusive
 * @param to exclusive
 * @param with what each field is, as records have it
 * @param before only what a page that ended there did not show
 * @param limit how many at most, the newest
 */
public record AuditQuery(
        Optional<Instant> from,
        Optional<Instant> to,
        Map<AuditField, String> with,
        Optional<Cursor> before,
        int limit) {
    public AuditQuery {
        with = Map.copyOf(with);
        if (limit < 1) {
            throw new IllegalArgumentException("a limit is at least 1");
        }
    }

    /** The newest records, whatever they say. */
    public static AuditQuery newest(int limit) {
        return new AuditQuery(Optional.empty(), Optional.empty(), Map.of(), Optional.empty(), limit);
    }

    public AuditQuery between(Instant from, Instant to) {
        return new AuditQuery(Optional.of(from), Optional.of(to), with, before, limit);
    }

    /** And of those, the ones in which the field is that. */
    public AuditQuery and(AuditField field, String value) {
        var more = new EnumMap<AuditField, String>(AuditField.class);
        more.putAll(with);
        more.put(field, value);
        return new AuditQuery(from, to, more, before, limit);
    }

    /** The page after the one that ended there. */
    public AuditQuery before(Cursor last) {
        return new AuditQuery(from, to, with, Optional.of(last), limit);
    }

    public AuditQuery ofPlugin(String plugin) {
        return and(AuditField.PLUGIN, plugin);
    }

    public AuditQuery ofCaller(String caller) {
        return and(AuditField.CALLER, caller);
    }

    public AuditQuery ofTrace(String trace) {
        return and(AuditField.TRACE, trace);
    }

    public AuditQuery decided(Decision decision) {
        return and(AuditField.DECISION, decision.name());
    }

    public AuditQuery aboutApproval(String approval) {
        return and(AuditField.APPROVAL, approval);
    }

    Optional<String> is(AuditField field) {
        return Optional.ofNullable(with.get(field));
    }
}
