package dev.polar.adminapi;

import java.util.List;

/**
 * How two releases of one plugin differ.
 *
 * @param from the release that serves
 * @param delta one line each, as {@code polar update} shows them
 * @param texts what changed inside them, such as the description of a tool or a skill
 */
public record ReleaseDiff(String name, String from, String to, List<String> delta, List<TextChange> texts) {}
