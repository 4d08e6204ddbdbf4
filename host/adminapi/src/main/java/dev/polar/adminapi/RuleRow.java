package dev.polar.adminapi;

import java.util.List;

/**
 * One policy rule.
 *
 * @param reason what it tells whoever is refused or asked; may be empty
 * @param approvers who may say yes; empty for every operator who may approve
 * @param quorum how many of them have to
 */
public record RuleRow(
        String id,
        String effect,
        String target,
        String caller,
        String condition,
        String reason,
        List<String> approvers,
        int quorum) {}
