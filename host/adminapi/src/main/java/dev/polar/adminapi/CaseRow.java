package dev.polar.adminapi;

import java.util.List;

/**
 * What a tried policy said to one made-up call.
 *
 * @param failed ids of rules whose condition could not be evaluated
 */
public record CaseRow(String name, String target, String expected, String was, List<String> failed, boolean passed) {}
