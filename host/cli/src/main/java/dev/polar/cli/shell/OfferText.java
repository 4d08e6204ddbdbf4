package dev.polar.cli.shell;

import dev.polar.adminapi.Plan;
import dev.polar.trust.text.CleanText;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The part of a plan that says how what MCP servers offer differs from what was approved of them: what is different, as the
 * operator signs it, and line by line, as the host shows it. Such a line is a note that begins with a mark.
 */
final class OfferText {
    private static final Set<String> SHOWN = Set.of("delta", "wider");

    private OfferText() {}

    static boolean fits(Proposal proposal) {
        return proposal.body().containsKey("definitions") && SHOWN.stream().allMatch(proposal.body()::containsKey);
    }

    static boolean shows(String member) {
        return SHOWN.contains(member);
    }

    static boolean isLine(String note) {
        return note.startsWith(Plan.DIFFERENCE);
    }

    static List<String> lines(Proposal proposal) {
        var lines = new ArrayList<String>();
        if (fits(proposal)) {
            proposal.differences().lines("").forEach(line -> lines.add("  " + CleanText.line(line)));
        }
        Stream<String> texts = proposal.notes().stream()
                .filter(OfferText::isLine)
                .map(note -> "    " + CleanText.line(note.substring(Plan.DIFFERENCE.length())));
        texts.forEach(lines::add);
        return lines;
    }
}
