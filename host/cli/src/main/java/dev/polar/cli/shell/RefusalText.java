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
        var rows = new Facts();
        if (plugin != null && !told) {
            rows.add("cause", message);
        }
        facts.forEach(rows::add);
        rows.add("next", refusal.hint()).lines().forEach(terminal::tell);
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
}
