package dev.polar.host.audit;

import dev.polar.trust.audit.AuditRecord;

/**
 * A record where it stands.
 *
 * @param log the number of its log in this database
 * @param origin that log's name
 * @param caller who it is of as the log can be asked by it: a name, or a person's pseudonym; empty if it is nobody's
 */
public record Found(int log, String origin, String caller, AuditRecord record) {
    /** Where a page that ends with it ends. */
    public Cursor cursor() {
        return new Cursor(record.position().time(), log, record.position().seq());
    }
}
