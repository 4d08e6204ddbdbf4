package dev.polar.adminapi;

import java.util.List;

/**
 * A policy under which what was used would not be asked again.
 *
 * @param yaml the policy in force with the new rules at its end, as {@code policy plan} takes it
 * @param rules what was added
 * @param leftOut what was used and is not covered, and why
 * @param relaxations the commands that would allow what was approved five times in a row, whenever that was
 */
public record Suggested(
        String yaml, List<SuggestedRule> rules, List<SuggestedRule> leftOut, List<String> relaxations) {}
