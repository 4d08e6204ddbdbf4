package dev.polar.cli.shell;

import dev.polar.trust.json.StrictJson;
import dev.polar.trust.text.CleanText;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A proposal as people read it. Every member of the signed body is shown, unless it is empty: what they see is what they sign. */
final class ProposalText {
    /** How members are called, in the order in which they are read; the others follow under their own names. */
    private static final Map<String, String> LABELS = labels();

    private static final Set<String> HEADLINE = Set.of("plugin", "version");

    private ProposalText() {}

    private static Map<String, String> labels() {
        var labels = new LinkedHashMap<String, String>();
        labels.put("target", "calls");
        labels.put("arguments", "with");
        labels.put("caller", "for");
        labels.put("publisher", "signed by");
        labels.put("signers", "with keys");
        labels.put("level", "level");
        labels.put("provenance", "provenance");
        labels.put("placement", "runs in");
        labels.put("delta", "changes");
        labels.put("permissions", "asks for");
        labels.put("tools", "tools");
        labels.put("effects", "effects");
        labels.put("requires", "requires");
        labels.put("findings", "findings");
        return labels;
    }

    static List<String> lines(Proposal proposal) {
        var decisions = proposal.decisions();
        if (!decisions.isEmpty()) {
            return several(proposal, decisions);
        }
        return ReleaseText.fits(proposal) ? release(proposal) : other(proposal);
    }

    /** Each decision as if it were alone, then what is said of all of them. */
    private static List<String> several(Proposal proposal, List<Proposal> decisions) {
        var lines = new ArrayList<String>();
        lines.add("  " + proposal.action() + "  " + decisions.size()
                + (decisions.size() == 1 ? " decision" : " decisions"));
        var told = new HashSet<String>();
        for (var each : decisions) {
            // Notes stand beside the first decision about a plugin.
            var decision = told.add(each.name()) ? each : each.withoutNotes();
            boolean release = ReleaseText.fits(decision);
            var own = release ? release(decision) : other(decision);
            lines.add(release ? "  " + decision.action() + "  " + own.getFirst().strip() : own.getFirst());
            // The plan is one, and stands at the end.
            lines.addAll(own.subList(1, own.size() - 1));
        }
        var facts = new Facts();
        rest(proposal, facts, member -> member.equals(Proposal.CLAUSES));
        proposal.notesOfAll().forEach(note -> facts.add("note", note));
        facts.add("plan", proposal.digest() + "   (scripts: --plan with it)");
        lines.addAll(facts.lines());
        return lines;
    }

    private static List<String> release(Proposal proposal) {
        var lines = new ArrayList<>(ReleaseText.lines(proposal));
        var facts = new Facts();
        rest(proposal, facts, ReleaseText::shows);
        ReleaseText.unplaced(proposal).forEach(note -> facts.add("note", note));
        facts.add("plan", proposal.digest() + "   (scripts: --plan with it)");
        lines.addAll(facts.lines());
        return lines;
    }

    private static List<String> other(Proposal proposal) {
        var facts = new Facts();
        var offer = OfferText.fits(proposal);
        rest(
                proposal,
                facts,
                member -> proposal.release().isPresent() && HEADLINE.contains(member)
                        || offer && OfferText.shows(member));
        proposal.notes().stream().filter(note -> !OfferText.isLine(note)).forEach(note -> facts.add("note", note));
        facts.add("plan", proposal.digest());
        var lines = new ArrayList<String>();
        lines.add("  "
                + CleanText.line(proposal.statement().getString("action") + "  "
                        + proposal.release().orElse(proposal.name())));
        lines.addAll(OfferText.lines(proposal));
        lines.addAll(facts.lines());
        return lines;
    }

    private static void rest(Proposal proposal, Facts facts, Predicate<String> shown) {
        var body = proposal.body();
        LABELS.forEach((member, label) -> {
            if (body.containsKey(member) && !shown.test(member)) {
                var values = values(body.get(member));
                facts.add(label, values.isEmpty() && member.equals("permissions") ? List.of("nothing") : values);
            }
        });
        body.forEach((member, value) -> {
            if (!LABELS.containsKey(member) && !shown.test(member)) {
                facts.add(words(member), values(value));
            }
        });
    }

    /** For scripts. */
    static JsonObject json(Proposal proposal) {
        var json = StrictJson.provider().createObjectBuilder();
        var body = proposal.body();
        json.add("plan", proposal.digest().toString())
                .add("action", proposal.statement().getString("action"))
                .add("name", proposal.name())
                .add("plain", proposal.plain())
                .add("delta", body.getOrDefault("delta", body.getOrDefault("permissions", JsonValue.EMPTY_JSON_ARRAY)))
                .add("findings", body.getOrDefault("findings", JsonValue.EMPTY_JSON_ARRAY))
                .add("body", body);
        var notes = StrictJson.provider().createArrayBuilder();
        proposal.notes().forEach(notes::add);
        return json.add("notes", notes).build();
    }

    private static List<String> values(JsonValue value) {
        return switch (value) {
            case JsonArray array -> array.stream().map(ProposalText::one).toList();
            case JsonObject object ->
                object.entrySet().stream()
                        .map(member -> member.getKey() + "  " + one(member.getValue()))
                        .toList();
            default -> List.of(one(value));
        };
    }

    private static String one(JsonValue value) {
        return switch (value) {
            case JsonString text -> text.getString().isBlank() ? "(empty)" : text.getString();
            case JsonObject object ->
                object.entrySet().stream()
                        .map(member -> words(member.getKey()) + " " + one(member.getValue()))
                        .collect(Collectors.joining(", "));
            case JsonArray array -> array.stream().map(ProposalText::one).collect(Collectors.joining(", "));
            default -> value.toString();
        };
    }

    private static String words(String member) {
        return member.replaceAll("([a-z])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT);
    }
}
