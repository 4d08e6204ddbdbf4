package dev.polar.adminapi;

import java.util.List;

/**
 * Who may consent.
 *
 * @param kind {@code person}, {@code automation} or {@code recovery}
 * @param may what automation may consent to; empty for others
 */
public record OperatorRow(String name, String kind, String key, List<String> may) {}
