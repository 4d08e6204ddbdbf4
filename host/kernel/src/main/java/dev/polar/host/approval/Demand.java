package dev.polar.host.approval;

/**
 * Why a call is asked for, and what a yes to it takes.
 *
 * @param rule the id of the rule that asks
 * @param reason what the rule says to who is asked, or empty
 * @param effect what the target is declared to do, in lower case
 * @param highRisk whether its plugin holds a permission of high risk
 */
public record Demand(String rule, String reason, Approvers approvers, String effect, boolean highRisk) {}
