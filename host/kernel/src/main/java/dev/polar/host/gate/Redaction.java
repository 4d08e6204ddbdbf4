package dev.polar.host.gate;

import dev.polar.runtime.Answer;
import dev.polar.spi.PluginId;
import dev.polar.spi.Refusal;
import dev.polar.trust.json.JsonTexts;
import java.util.HashMap;
import java.util.function.UnaryOperator;

/** Takes a plugin's secrets out of what it says, whatever runs it. */
@FunctionalInterface
public interface Redaction {
    /** Where no plugin has secrets. */
    Redaction NONE = (plugin, text) -> text;

    String redacted(PluginId plugin, String text);

    /** The answer without them. */
    default Answer redacted(PluginId plugin, Answer answer) {
        UnaryOperator<String> redacting = text -> redacted(plugin, text);
        return new Answer(
                JsonTexts.map(answer.content(), redacting).asJsonArray(),
                answer.structured().map(value -> JsonTexts.map(value, redacting)),
                answer.error());
    }

    /** The refusal without them: it may be in the plugin's own words. */
    default Refusal redacted(PluginId plugin, Refusal why) {
        var details = new HashMap<String, String>();
        why.details().forEach((name, detail) -> details.put(name, redacted(plugin, detail)));
        var message = redacted(plugin, why.getMessage());
        var hint = redacted(plugin, why.hint());
        return message.equals(why.getMessage()) && hint.equals(why.hint()) && details.equals(why.details())
                ? why
                : new Refusal(why.code(), message, hint, details);
    }
}
