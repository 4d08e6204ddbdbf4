package dev.polar.adminapi;

import java.util.List;

/**
 * A text that two releases have differently.
 *
 * @param what {@code tool search_code}, {@code skills/review/SKILL.md}
 * @param lines each after {@code +}, {@code -} or a space
 */
public record TextChange(String what, List<String> lines) {}
