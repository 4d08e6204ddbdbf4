package dev.polar.host.approval;

/**
 * What a person said no to.
 *
 * @param caller whom the call was for in the end
 */
public record Rejected(String caller, String target) {}
