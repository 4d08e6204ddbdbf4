package dev.polar.adminapi;

/**
 * One caller's use of one target.
 *
 * @param id of the rule that covers it; empty if none does
 * @param calls how often it ran
 * @param approved how often of that because somebody approved it
 * @param why it is left out; empty if it is not
 */
public record SuggestedRule(String id, String caller, String target, long calls, long approved, String why) {}
