package dev.polar.cli.shell;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.delta.Delta;
import dev.polar.trust.delta.Kind;
import dev.polar.trust.text.CleanText;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The head of a plan that lets a release in: what it brings, who signed it, where it runs, what it asks for and what is
 * different. What the host adds to a fact and nobody signs, an age or a reason, is a note that begins with the fact's
 * name and a colon; it is shown beside the fact.
 */
final class ReleaseText {
    private static final Set<String> SHOWN = Set.of(
            "plugin",
            "version",
            "from",
            "publisher",
            "signers",
            "level",
            "placement",
            "permissions",
            "delta",
            "wider",
            "revocations");

    private final JsonObject body;
    private final Notes notes;

    private ReleaseText(Proposal proposal) {
        this.body = proposal.body();
        this.notes = new Notes(proposal.notes());
    }

    /** Whether the proposal is about letting a release in. */
    static boolean fits(Proposal proposal) {
        return proposal.release().isPresent()
                && proposal.body().get("signers") instanceof JsonArray
                && proposal.body().get("publisher") instanceof JsonString
                && proposal.body().get("permissions") instanceof JsonArray;
    }

    /** Whether {@link #lines} shows that member of the body. */
    static boolean shows(String member) {
        return SHOWN.contains(member);
    }

    /** The lines, and the notes that found no place in them. */
    static List<String> lines(Proposal proposal) {
        var text = new ReleaseText(proposal);
        var lines = new ArrayList<String>();
        lines.add(text.headline(proposal));
        lines.addAll(delta(proposal));
        lines.addAll(text.facts());
        return lines;
    }

    static List<String> unplaced(Proposal proposal) {
        var text = new ReleaseText(proposal);
        text.headline(proposal);
        text.facts();
        return text.notes.left();
    }

    /** The two releases, and what is different. */
    static List<String> changes(Proposal proposal) {
        var lines = new ArrayList<>(List.of(new ReleaseText(proposal).headline(proposal)));
        lines.addAll(delta(proposal));
        return lines;
    }

    private static List<String> delta(Proposal proposal) {
        var look = "polar inspect " + proposal.name() + " --diff "
                + proposal.body().getString("version", "");
        return differences(proposal.body()).lines(look).stream()
                .map(line -> "  " + CleanText.line(line))
                .toList();
    }

    /** What is different; nothing if the body has no such member or one that cannot be read. */
    static Delta differences(JsonObject body) {
        try {
            return body.get("delta") instanceof JsonArray items ? Delta.of(items) : new Delta(List.of());
        } catch (RuntimeException shapeless) {
            throw new Refusal(
                    Code.PLAN_CHANGED,
                    "the plan lists differences that this 'polar' cannot read: nothing was signed",
                    "use the 'polar' of the same version as the host");
        }
    }

    private String headline(Proposal proposal) {
        var name = CleanText.line(proposal.release().orElse(proposal.name()));
        if (body.get("from") instanceof JsonString from) {
            var plugin = body.getString("plugin");
            return "  " + CleanText.line(plugin + " " + from.getString() + " -> " + body.getString("version"))
                    + "        " + signer();
        }
        return "  " + (name + "        " + components()).stripTrailing();
    }

    private String signer() {
        var delta = differences(body);
        return delta.wider(Kind.PUBLISHER) || delta.wider(Kind.SIGNER) ? "OTHER SIGNER" : "same signer";
    }

    private String components() {
        var parts = new ArrayList<String>();
        count(parts, "tools", "tool");
        count(parts, "skills", "skill");
        count(parts, "servers", "MCP server");
        count(parts, "channels", "channel");
        return CleanText.line(String.join(", ", parts));
    }

    private void count(List<String> parts, String member, String word) {
        int many = switch (body.get(member)) {
            case JsonArray array -> array.size();
            case JsonObject object -> object.size();
            case null, default -> 0;
        };
        if (many > 0) {
            parts.add(many + " " + word + (many == 1 ? "" : "s")
                    + notes.of(member).map(note -> " (" + note + ")").orElse(""));
        }
    }

    private List<String> facts() {
        var keys = texts("signers").stream().map(ReleaseText::fingerprint).collect(Collectors.joining(", "));
        return new Facts()
                .add(
                        "signed by",
                        body.getString("publisher") + " (ed25519 " + keys + ")"
                                + notes.of("signed by").map(note -> ", " + note).orElse("") + "   level "
                                + body.getString("level", "unknown"))
                .add("revocations", revocations())
                .add("runs", runs())
                .add("asks for", permissions())
                .lines();
    }

    private String runs() {
        var where = switch (body.getString("placement", "")) {
            case "host" -> "inside the host";
            case "confined" -> "confined process";
            case "remote" -> "elsewhere";
            case String other -> other;
        };
        return where + notes.of("runs").map(note -> ", " + note).orElse("");
    }

    private String revocations() {
        var list = body.get("revocations") instanceof JsonNumber number
                ? "list " + number
                : CleanText.line(String.valueOf(body.getOrDefault("revocations", JsonValue.NULL)));
        return "not listed (" + list
                + notes.of("revocations").map(note -> ", " + note).orElse("") + ")";
    }

    private List<String> permissions() {
        var asked = texts("permissions");
        int width = asked.stream()
                .mapToInt(String::length)
                .filter(length -> length <= 60)
                .max()
                .orElse(0);
        return asked.isEmpty()
                ? List.of("nothing")
                : asked.stream()
                        .map(permission ->
                                (Table.pad(permission, width) + "     " + notes.all(permission)).stripTrailing())
                        .toList();
    }

    private List<String> texts(String member) {
        return body.get(member) instanceof JsonArray array
                ? array.stream()
                        .map(value -> value instanceof JsonString text ? text.getString() : value.toString())
                        .toList()
                : List.of();
    }

    private static String fingerprint(String key) {
        return key.length() < 16
                ? key
                : String.join(
                        " ", key.substring(0, 4), key.substring(4, 8), key.substring(8, 12), key.substring(12, 16));
    }
}
