package dev.polar.adminapi;

import java.util.List;

/**
 * All there is to know before a yes to one call, and what became of it.
 *
 * @param arguments exactly those that will run: canonical JSON, with whatever a reader would not see in JSON's escapes
 * @param asks the rule that asks, and what it says
 * @param approvers whose word counts, as patterns; empty for every operator who may approve
 * @param quorum how many of them it takes
 * @param said who said what
 * @param uses the calls that used it, by their intents
 * @param why what ended it, if something did
 */
public record ApprovalDetail(
        String id,
        String state,
        String digest,
        String target,
        String plugin,
        String content,
        String caller,
        String session,
        String arguments,
        String risk,
        String asks,
        List<String> approvers,
        int quorum,
        List<String> said,
        List<String> uses,
        int usesLeft,
        String created,
        String expires,
        String why,
        List<String> next) {}
