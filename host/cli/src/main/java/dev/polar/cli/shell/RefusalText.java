package dev.polar.cli.shell;

import dev.polar.spi.Refusal;
import dev.polar.trust.json.StrictJson;
import dev.polar.trust.text.CleanText;
import jakarta.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** A refusal as people read it: code, plugin, cause and the next command; and as programs read it. */
public final class RefusalText {
    private static final int LABEL = 11;

    private RefusalText() {}

    /** Prints it to standard error. */
    public static void print(Refusal refusal, Terminal terminal) {
        var plugin = refusal.details().get("plugin");
        var facts = new LinkedHashMap<>(new TreeMap<>(refusal.details()));
        facts.remove("plugin");
        var message = refusal.getMessage();
        boolean told = saysAll(facts, message);
        if (!told) {
            facts.values().removeIf(message::contains);
        }
        terminal.alarm("error", " " + refusal.code() + "  " + CleanText.line(plugin == null ? message : plugin));
        if (plugin != null && !told) {
            row("cause", message, terminal);
        }
        facts.forEach((name, value) -> row(name, value, terminal));
        if (!refusal.hint().isEmpty()) {
            row("next", refusal.hint(), terminal);
        }
    }

    /** The same for programs. */
    public static JsonObject json(Refusal refusal) {
        var details = StrictJson.provider().createObjectBuilder();
        new TreeMap<>(refusal.details()).forEach(details::add);
        return StrictJson.provider()
                .createObjectBuilder()
                .add("error", refusal.code().name())
                .add("message", refusal.getMessage())
                .add("next", refusal.hint())
                .add("details", details)
                .build();
    }

    /** Whether the facts are the message in pieces. */
    private static boolean saysAll(Map<String, String> facts, String message) {
        var rest = message;
        for (var fact : facts.entrySet()) {
            rest = rest.replace(fact.getKey() + " " + fact.getValue(), "");
        }
        return !facts.isEmpty() && rest.chars().noneMatch(Character::isLetterOrDigit);
    }

    private static void row(String label, String value, Terminal terminal) {
        var lines = CleanText.strip(value).split("\n");
        for (int i = 0; i < lines.length; i++) {
            terminal.tell("  " + Table.pad(i == 0 ? CleanText.line(label) : "", LABEL) + " " + lines[i]);
        }
    }
}
