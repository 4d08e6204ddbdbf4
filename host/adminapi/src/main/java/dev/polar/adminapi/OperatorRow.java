package dev.polar.adminapi;

import java.util.List;

/**
 * Who may consent.
 *
 * @param kind {@code person}, {@code automation} or {@code recovery}
 * @param may what automation may consent to; empty for others
 * @param role {@code operator}, {@code approver}, {@code auditor} or {@code author}; empty for the recovery key
 * @param token until when their token is good; empty if they have none
 */
public record OperatorRow(String name, String kind, String key, List<String> may, String role, String token) {}
