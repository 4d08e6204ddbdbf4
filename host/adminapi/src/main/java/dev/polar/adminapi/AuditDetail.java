package dev.polar.adminapi;

import java.util.List;

/**
 * One record and what belongs to it.
 *
 * @param origin the name of its log
 * @param hidden the fields whose values are kept beside the log and were not erased, as JSON Pointers
 * @param together its trace and intent, on whatever node, oldest first; itself among them
 * @param more whether there is more of that than is shown
 */
public record AuditDetail(AuditRow row, String origin, List<String> hidden, List<AuditRow> together, boolean more) {}
