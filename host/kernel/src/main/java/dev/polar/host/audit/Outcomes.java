package dev.polar.host.audit;

import dev.polar.spi.Code;
import dev.polar.trust.audit.AuditRecord;
import dev.polar.trust.audit.Category;
import dev.polar.trust.audit.Stage;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.util.Locale;
import java.util.Optional;

/** The outcome of an intent that nobody will report on: {@code OUTCOME_UNKNOWN}. It repeats what finds it, no more. */
final class Outcomes {
    private Outcomes() {}

    /** Of a draft whose caller left; empty unless it is an intent. */
    static Optional<Draft> unknown(Draft draft) {
        return draft.said("stage")
                .filter(Stage.INTENT.name()::equals)
                .map(stage -> unknown(
                        draft.said("category").orElseThrow(),
                        draft.said("action").orElseThrow(),
                        new IntentId(draft.said("intent").orElseThrow()),
                        draft.said("plugin", "name"),
                        draft.said("tool")));
    }

    /** Of an intent that an earlier run left open. */
    static Draft unknown(AuditRecord intent) {
        var json = intent.json();
        return unknown(
                json.getString("category"),
                json.getString("action"),
                new IntentId(json.getString("intent")),
                json.get("plugin") instanceof JsonObject plugin
                        ? Optional.of(plugin.getString("name"))
                        : Optional.empty(),
                json.get("tool") instanceof JsonString tool ? Optional.of(tool.getString()) : Optional.empty());
    }

    private static Draft unknown(
            String category, String action, IntentId id, Optional<String> plugin, Optional<String> tool) {
        var draft = Draft.of(Category.valueOf(category.toUpperCase(Locale.ROOT)), action)
                .asOutcome(id)
                .error(Code.OUTCOME_UNKNOWN);
        var named = plugin.map(draft::plugin).orElse(draft);
        return tool.map(named::tool).orElse(named);
    }
}
