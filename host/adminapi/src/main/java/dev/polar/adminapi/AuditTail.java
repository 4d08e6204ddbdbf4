package dev.polar.adminapi;

import java.util.List;

/**
 * Records that came.
 *
 * @param rows oldest first
 * @param after what to ask with for those that come next
 */
public record AuditTail(List<AuditRow> rows, String after) {}
