package dev.polar.adminapi;

/** One policy rule. */
public record RuleRow(String id, String effect, String target, String caller, String condition) {}
