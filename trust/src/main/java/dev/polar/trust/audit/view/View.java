package dev.polar.trust.audit.view;

import dev.polar.trust.audit.AuditRecord;

/** One way to write records. */
public interface View {
    /** What stands before the first record; empty where nothing does. */
    default String head() {
        return "";
    }

    /** One record, its line's end included. */
    String line(AuditRecord record);
}
