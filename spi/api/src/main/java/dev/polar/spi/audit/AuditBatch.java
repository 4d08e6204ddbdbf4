package dev.polar.spi.audit;

import java.util.List;

/**
 * Records of one log.
 *
 * @param log its origin; another one where a log could not be continued
 * @param entries in order of their indices, at least one; what is between them is of categories that the plugin does not see
 */
public record AuditBatch(String log, List<AuditEntry> entries) {
    public AuditBatch {
        entries = List.copyOf(entries);
        if (entries.isEmpty()) {
            throw new IllegalArgumentException("a batch has at least one entry");
        }
    }
}
